//! Many rows as one. Each row that crosses to us has a price of its own (a
//! copy of every value, a message between two threads on SQLite), far above
//! what the engine pays to find it: what a page reads by the hundred comes
//! out as one text a group, and is read back here.

use sea_orm::DbBackend;
use uuid::Uuid;

/// Digits of an identifier in a gathered text.
const DIGITS: usize = 32;

/// The SQL of an identifier as 32 hexadecimal digits: the two engines write
/// it in their own way. `column` is SQL of ours, never what somebody typed.
#[must_use]
pub fn digits_of(backend: DbBackend, column: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("replace(CAST({column} AS text), '-', '')"),
        _ => format!("hex({column})"),
    }
}

/// The SQL of the identifiers of a group, one after the other, in no order.
#[must_use]
pub fn identifiers_of(backend: DbBackend, column: &str) -> String {
    format!("string_agg({}, '')", digits_of(backend, column))
}

/// Reads back what [`identifiers_of`] gathered; what is no identifier is left out.
pub fn identifiers<Id: From<Uuid>>(gathered: &str) -> impl Iterator<Item = Id> {
    gathered
        .as_bytes()
        .chunks(DIGITS)
        .filter_map(|digits| Uuid::try_parse_ascii(digits).ok())
        .map(Id::from)
}

/// An identifier as [`digits_of`] writes it, and what follows it.
#[must_use]
pub fn identifier<Id: From<Uuid>>(text: &str) -> Option<(Id, &str)> {
    let (digits, rest) = text.split_at_checked(DIGITS)?;
    Some((Id::from(Uuid::try_parse(digits).ok()?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_come_back_one_by_one() {
        let ids = [Uuid::from_u128(1), Uuid::from_u128(u128::MAX)];
        let text = ids
            .map(|id| id.simple().to_string().to_uppercase())
            .concat();
        assert_eq!(identifiers::<Uuid>(&text).collect::<Vec<_>>(), ids);
        let (first, rest) = identifier::<Uuid>(&text).expect("two of them");
        assert_eq!((first, rest), (ids[0], &text[DIGITS..]));
    }

    #[test]
    fn what_is_no_identifier_is_left_out() {
        assert_eq!(identifiers::<Uuid>("trop court").count(), 0);
        assert_eq!(identifier::<Uuid>("trop court"), None);
        assert_eq!(identifier::<Uuid>("é".repeat(20).as_str()), None);
    }
}
