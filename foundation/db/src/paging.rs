//! Pages that begin after a known row (keyset), so that the hundredth page is
//! as fast as the first and nothing is skipped when rows are added meanwhile.

use std::fmt;
use std::str::FromStr;

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

use crate::DbError;

/// Where a page begins: after (or before) the row with this key and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Whether the page follows the row or precedes it.
    pub direction: Direction,
    /// The stored sort key of the row.
    pub key: Vec<u8>,
    /// Its identifier, which separates equal keys.
    pub id: Uuid,
}

/// Which way a page goes from its cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The rows that follow.
    After,
    /// The rows that precede.
    Before,
}

/// The text is no cursor: the first page is shown instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("position de page illisible")]
pub struct InvalidCursor;

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.direction {
            Direction::After => "a",
            Direction::Before => "b",
        })?;
        write!(f, "{}", self.id.simple())?;
        self.key.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for Cursor {
    type Err = InvalidCursor;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let direction = match text.get(..1) {
            Some("a") => Direction::After,
            Some("b") => Direction::Before,
            _ => return Err(InvalidCursor),
        };
        let id = text
            .get(1..33)
            .and_then(|hex| Uuid::parse_str(hex).ok())
            .ok_or(InvalidCursor)?;
        let hex = text.get(33..).unwrap_or("");
        if hex.len() % 2 != 0 || hex.len() > 4_096 {
            return Err(InvalidCursor);
        }
        let key = (0..hex.len())
            .step_by(2)
            .map(|i| {
                hex.get(i..i + 2)
                    .and_then(|pair| u8::from_str_radix(pair, 16).ok())
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or(InvalidCursor)?;
        Ok(Self { direction, key, id })
    }
}

/// One page of rows with the cursors of its neighbours.
#[derive(Clone, Debug)]
pub struct Slice<T> {
    /// The rows, in order.
    pub items: Vec<T>,
    /// Where the previous page is, if there is one.
    pub previous: Option<Cursor>,
    /// Where the next page is, if there is one.
    pub next: Option<Cursor>,
}

impl<T> Slice<T> {
    /// Makes a page of `size` rows out of up to `size + 1` rows as queried:
    /// in order for [`Direction::After`] or no cursor, in reverse order for
    /// [`Direction::Before`].
    pub fn from_rows(
        mut rows: Vec<T>,
        size: usize,
        cursor: Option<&Cursor>,
        key: impl Fn(&T) -> (Vec<u8>, Uuid),
    ) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let backwards = cursor.is_some_and(|c| c.direction == Direction::Before);
        if backwards {
            rows.reverse();
        }
        let edge = |row: Option<&T>, direction| {
            row.map(|row| {
                let (key, id) = key(row);
                Cursor { direction, key, id }
            })
        };
        let (has_previous, has_next) = if backwards {
            (more, true)
        } else {
            (cursor.is_some(), more)
        };
        Self {
            previous: edge(rows.first(), Direction::Before).filter(|_| has_previous),
            next: edge(rows.last(), Direction::After).filter(|_| has_next),
            items: rows,
        }
    }

    /// Reads one page of `size` rows of `select`, in the order of the columns
    /// `by`: the stored key, then the identifier. `key` gives both of a row.
    /// `select` brings its filters and no order. An index on the tenant, the
    /// key and the identifier makes every page as fast as the first.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn fetch<E, K, I>(
        reader: &impl ConnectionTrait,
        select: Select<E>,
        by: (K, I),
        size: usize,
        cursor: Option<&Cursor>,
        key: impl Fn(&E::Model) -> (Vec<u8>, Uuid),
    ) -> Result<Self, DbError>
    where
        E: EntityTrait<Model = T>,
        K: ColumnTrait,
        I: ColumnTrait,
    {
        let rows = keyset(select, by, size, cursor).all(reader).await?;
        Ok(Self::from_rows(rows, size, cursor, key))
    }

    /// The same page with its rows turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Slice<U> {
        Slice {
            items: self.items.into_iter().map(f).collect(),
            previous: self.previous,
            next: self.next,
        }
    }
}

/// The condition, the order and the limit of one page, for a query whose rows
/// then go through [`Slice::from_rows`]: up to `size + 1` rows, in reverse
/// order before a cursor.
pub fn keyset<S>(
    select: S,
    (key, id): (impl ColumnTrait, impl ColumnTrait),
    size: usize,
    cursor: Option<&Cursor>,
) -> S
where
    S: QueryFilter + QueryOrder + QuerySelect,
{
    let order = match cursor {
        Some(Cursor {
            direction: Direction::Before,
            ..
        }) => Order::Desc,
        _ => Order::Asc,
    };
    let select = match cursor {
        None => select,
        Some(from) => {
            let (further_key, further_id) = match from.direction {
                Direction::After => (key.gt(from.key.clone()), id.gt(from.id)),
                Direction::Before => (key.lt(from.key.clone()), id.lt(from.id)),
            };
            let same_key = Condition::all()
                .add(key.eq(from.key.clone()))
                .add(further_id);
            select.filter(Condition::any().add(further_key).add(same_key))
        }
    };
    select
        .order_by(key, order.clone())
        .order_by(id, order)
        .limit(size as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_back(key in proptest::collection::vec(any::<u8>(), 0..40), id: u128, after: bool) {
            let direction = if after { Direction::After } else { Direction::Before };
            let cursor = Cursor { direction, key, id: Uuid::from_u128(id) };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }

        #[test]
        fn any_text_is_a_cursor_or_is_refused(text in ".{0,80}") {
            let _ = text.parse::<Cursor>();
        }
    }
}
