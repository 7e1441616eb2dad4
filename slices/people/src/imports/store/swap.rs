//! Writing an import: one transaction of a few statements, each of which
//! copies all its rows at once. Either the whole file is written or nothing.

use chrono::NaiveDate;
use db::{DbError, Tx};
use kernel::{AccountId, Clock, SchoolId};
use sea_orm::sea_query::{
    CaseStatement, Expr, ExprTrait, InsertStatement, OnConflict, Query, SelectStatement,
    SimpleExpr, UpdateStatement,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::effects::{Column as E, Entity as Effects};
use super::{effects_of, external_ids};
use crate::imports::ImportId;
use crate::imports::plan::IdSource;
use crate::store::{
    accounts, enrolment_rows, guardianships, membership_roles, memberships, teachings,
};

/// Whose effects are written, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Scope {
    /// The school.
    pub school: SchoolId,
    /// The import.
    pub import: ImportId,
    /// Who confirmed it.
    pub by: Option<AccountId>,
}

impl Scope {
    /// The effects of the import.
    fn effects(&self) -> SelectStatement {
        Query::select()
            .from(Effects)
            .and_where(E::SchoolId.eq(self.school))
            .and_where(E::ImportId.eq(self.import))
            .to_owned()
    }

    fn step(&self, step: &str) -> SelectStatement {
        self.effects().and_where(E::Step.eq(step)).to_owned()
    }

    fn place(&self, place: &str) -> SelectStatement {
        self.effects().and_where(E::Place.eq(place)).to_owned()
    }
}

fn copy(
    table: impl sea_orm::sea_query::IntoTableRef,
    columns: impl IntoIterator<Item = impl sea_orm::sea_query::IntoIden>,
    select: SelectStatement,
) -> Result<InsertStatement, DbError> {
    let mut insert = Query::insert();
    insert.into_table(table).columns(columns);
    insert
        .select_from(select)
        .map_err(|error| DbError::Other(sea_orm::DbErr::Custom(error.to_string())))?;
    Ok(insert)
}

/// Writes everything. The classes that it names exist already.
///
/// # Errors
/// [`DbError::Conflict`] when somebody was renamed since the comparison;
/// [`DbError::Duplicate`] when a login or a number was given since.
pub async fn write(tx: &Tx, clock: &Clock, scope: Scope, today: NaiveDate) -> Result<(), DbError> {
    let now = clock.now();
    rename(tx, scope).await?;
    create(tx, scope, now).await?;
    numbers(tx, scope).await?;
    places(tx, scope, today).await?;
    trail(tx, scope, now).await
}

async fn run(tx: &Tx, statement: &InsertStatement) -> Result<(), DbError> {
    tx.execute(statement).await?;
    Ok(())
}

/// Accounts, memberships and roles.
async fn create(tx: &Tx, scope: Scope, now: kernel::Timestamp) -> Result<(), DbError> {
    let select = scope
        .step("create")
        .columns([
            E::AccountId,
            E::Login,
            E::Title,
            E::FirstName,
            E::LastName,
            E::BirthDate,
        ])
        .exprs([
            Expr::value(true),
            Expr::value(web::Comfort::default().to_string()),
            Expr::value(1),
            Expr::value(now),
        ])
        .to_owned();
    let columns = [
        accounts::Column::Id,
        accounts::Column::Login,
        accounts::Column::Title,
        accounts::Column::FirstName,
        accounts::Column::LastName,
        accounts::Column::BirthDate,
        accounts::Column::MustChoosePassword,
        accounts::Column::Comfort,
        accounts::Column::Version,
        accounts::Column::CreatedAt,
    ];
    run(tx, &copy(accounts::Entity, columns, select)?).await?;
    let select = scope
        .step("create")
        .columns([E::SchoolId, E::AccountId, E::SortKey, E::SearchKey])
        .expr(Expr::value(effects_of::KEYS))
        .to_owned();
    let columns = [
        memberships::Column::SchoolId,
        memberships::Column::AccountId,
        memberships::Column::SortKey,
        memberships::Column::SearchKey,
        memberships::Column::SortKeyVersion,
    ];
    run(tx, &copy(memberships::Entity, columns, select)?).await?;
    let select = scope
        .effects()
        .columns([E::SchoolId, E::AccountId, E::Role])
        .and_where(E::Role.is_not_null())
        .to_owned();
    let columns = [
        membership_roles::Column::SchoolId,
        membership_roles::Column::AccountId,
        membership_roles::Column::Role,
    ];
    let mut roles = copy(membership_roles::Entity, columns, select)?;
    roles.on_conflict(OnConflict::columns(columns).do_nothing().to_owned());
    run(tx, &roles).await
}

/// Names and birth dates of those who were there, in all their schools.
async fn rename(tx: &Tx, scope: Scope) -> Result<(), DbError> {
    let of = |column: E, account: SimpleExpr| {
        let value = scope
            .step("rename")
            .column(column)
            .and_where(Expr::col((Effects, E::AccountId)).eq(account))
            .to_owned();
        SimpleExpr::SubQuery(None, Box::new(value.into()))
    };
    let renamed = scope.step("rename").column(E::AccountId).to_owned();
    let account = || Expr::col((accounts::Entity, accounts::Column::Id));
    // Somebody changed since: the version that was compared is no longer theirs.
    let stale = accounts::Entity::find()
        .filter(accounts::Column::Id.in_subquery(renamed.clone()))
        .filter(account_version().ne(of(E::Version, account())));
    if sea_orm::PaginatorTrait::count(stale, tx).await? > 0 {
        return Err(DbError::Conflict);
    }
    let mut update: UpdateStatement = Query::update();
    update
        .table(accounts::Entity)
        .value(accounts::Column::FirstName, of(E::FirstName, account()))
        .value(accounts::Column::LastName, of(E::LastName, account()))
        .value(accounts::Column::BirthDate, of(E::BirthDate, account()))
        .value(
            accounts::Column::Version,
            Expr::col(accounts::Column::Version).add(1),
        )
        .and_where(accounts::Column::Id.in_subquery(renamed.clone()));
    tx.execute(&update).await?;
    let member = || Expr::col((memberships::Entity, memberships::Column::AccountId));
    let mut update: UpdateStatement = Query::update();
    update
        .table(memberships::Entity)
        .value(memberships::Column::SortKey, of(E::SortKey, member()))
        .value(memberships::Column::SearchKey, of(E::SearchKey, member()))
        .value(memberships::Column::SortKeyVersion, effects_of::KEYS)
        .and_where(memberships::Column::AccountId.in_subquery(renamed));
    tx.execute(&update).await?;
    Ok(())
}

fn account_version() -> SimpleExpr {
    Expr::col((accounts::Entity, accounts::Column::Version))
}

/// The numbers of other applications. One that a base gave to somebody else
/// since changes hands; an INE never does.
async fn numbers(tx: &Tx, scope: Scope) -> Result<(), DbError> {
    use external_ids::Column as X;
    let with_ine = scope.effects().and_where(E::Ine.is_not_null()).to_owned();
    let with_number = scope
        .effects()
        .and_where(E::Number.is_not_null())
        .to_owned();
    external_ids::Entity::delete_many()
        .filter(X::SchoolId.eq(scope.school))
        .filter(X::Source.eq(IdSource::Ine))
        .filter(X::AccountId.in_subquery(with_ine.clone().column(E::AccountId).to_owned()))
        .exec(tx)
        .await?;
    for source in [IdSource::Siecle, IdSource::SiecleGuardian, IdSource::Sts] {
        let of = |column: E| {
            with_number
                .clone()
                .column(column)
                .and_where(E::NumberSource.eq(source))
                .to_owned()
        };
        external_ids::Entity::delete_many()
            .filter(X::SchoolId.eq(scope.school))
            .filter(X::Source.eq(source))
            .filter(
                X::AccountId
                    .in_subquery(of(E::AccountId))
                    .or(X::Value.in_subquery(of(E::Number))),
            )
            .exec(tx)
            .await?;
    }
    let select = with_ine
        .clone()
        .columns([E::SchoolId, E::AccountId])
        .expr(Expr::value(IdSource::Ine))
        .column(E::Ine)
        .to_owned();
    let columns = [X::SchoolId, X::AccountId, X::Source, X::Value];
    run(tx, &copy(external_ids::Entity, columns, select)?).await?;
    let select = with_number
        .clone()
        .columns([E::SchoolId, E::AccountId, E::NumberSource, E::Number])
        .to_owned();
    run(tx, &copy(external_ids::Entity, columns, select)?).await
}

/// Classes, teams and wards.
async fn places(tx: &Tx, scope: Scope, today: NaiveDate) -> Result<(), DbError> {
    use enrolment_rows::Column as N;
    let same = || {
        scope
            .place("leave")
            .and_where(
                Expr::col((Effects, E::ClassId)).equals((enrolment_rows::Entity, N::ClassId)),
            )
            .and_where(
                Expr::col((Effects, E::AccountId)).equals((enrolment_rows::Entity, N::AccountId)),
            )
            .to_owned()
    };
    let day = same().column(E::OnDate).to_owned();
    let mut leave: UpdateStatement = Query::update();
    leave
        .table(enrolment_rows::Entity)
        .value(N::LeftOn, SimpleExpr::SubQuery(None, Box::new(day.into())))
        .and_where(N::SchoolId.eq(scope.school))
        .and_where(N::AccountId.in_subquery(scope.place("leave").column(E::AccountId).to_owned()))
        .and_where(Expr::exists(same().column(E::Id).to_owned()));
    tx.execute(&leave).await?;
    let select = scope
        .place("enrol")
        .columns([E::SchoolId, E::ClassId, E::AccountId, E::Status])
        .exprs([Expr::value(false), Expr::value(today)])
        .to_owned();
    let columns = [
        N::SchoolId,
        N::ClassId,
        N::AccountId,
        N::Status,
        N::Distance,
        N::EnteredOn,
    ];
    let mut enrol = copy(enrolment_rows::Entity, columns, select)?;
    enrol.on_conflict(
        OnConflict::columns([N::SchoolId, N::ClassId, N::AccountId])
            .update_columns([N::Status, N::LeftOn])
            .to_owned(),
    );
    run(tx, &enrol).await?;
    use teachings::Column as T;
    let select = scope
        .place("teach")
        .columns([E::SchoolId, E::ClassId, E::AccountId])
        .exprs([Expr::value(""), Expr::value(false)])
        .to_owned();
    let columns = [
        T::SchoolId,
        T::ClassId,
        T::AccountId,
        T::Blocks,
        T::Coordinator,
    ];
    let mut teach = copy(teachings::Entity, columns, select)?;
    teach.on_conflict(
        OnConflict::columns([T::SchoolId, T::ClassId, T::AccountId])
            .do_nothing()
            .to_owned(),
    );
    run(tx, &teach).await?;
    use guardianships::Column as G;
    let select = scope
        .place("ward")
        .columns([E::SchoolId, E::LearnerId, E::AccountId])
        .to_owned();
    let columns = [G::SchoolId, G::LearnerId, G::GuardianId];
    let mut wards = copy(guardianships::Entity, columns, select)?;
    wards.on_conflict(OnConflict::columns(columns).do_nothing().to_owned());
    run(tx, &wards).await
}

/// The audit trail: one event for each account created, renamed or given a
/// role, one for each class entered or left, one for each team.
async fn trail(tx: &Tx, scope: Scope, now: kernel::Timestamp) -> Result<(), DbError> {
    let named = |column: E, names: &[(&str, &str)]| {
        names
            .iter()
            .fold(CaseStatement::new(), |case, (value, action)| {
                case.case(column.eq(*value), *action)
            })
    };
    let steps = scope
        .effects()
        .column(E::Id)
        .expr(named(
            E::Step,
            &[
                ("create", "people.person_created"),
                ("rename", "people.person_changed"),
                ("role", "people.roles_changed"),
            ],
        ))
        .expr(Expr::value("account"))
        .column(E::AccountId)
        .and_where(E::Step.is_not_null())
        .to_owned();
    db::audit::record_from(tx, scope.school, scope.by, now, steps).await?;
    let classes = scope
        .effects()
        .column(E::EventId)
        .expr(named(
            E::Place,
            &[("enrol", "people.enrolled"), ("leave", "people.left_class")],
        ))
        .expr(Expr::value("account"))
        .column(E::AccountId)
        .and_where(E::Place.is_in(["enrol", "leave"]))
        .to_owned();
    db::audit::record_from(tx, scope.school, scope.by, now, classes).await?;
    let teams = scope
        .place("teach")
        .column(E::EventId)
        .exprs([Expr::value("people.team_changed"), Expr::value("class")])
        .column(E::ClassId)
        .to_owned();
    db::audit::record_from(tx, scope.school, scope.by, now, teams).await
}
