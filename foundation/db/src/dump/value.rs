//! Values as JSON: what a backup holds of each, whichever engine it came from.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::{DbErr, QueryResult, Value};
use serde_json::Value as Json;
use uuid::Uuid;

use super::schema::{Column, Kind};

/// Reads one column of a row.
pub(super) fn read(row: &QueryResult, column: &Column) -> Result<Json, DbErr> {
    let name = column.name.as_str();
    Ok(match column.kind {
        Kind::Uuid => row
            .try_get::<Option<Uuid>>("", name)?
            .map_or(Json::Null, |id| Json::String(id.to_string())),
        Kind::Timestamp => row
            .try_get::<Option<DateTime<Utc>>>("", name)?
            .map_or(Json::Null, |at| {
                Json::String(at.to_rfc3339_opts(SecondsFormat::Micros, true))
            }),
        Kind::Date => row
            .try_get::<Option<NaiveDate>>("", name)?
            .map_or(Json::Null, |day| Json::String(day.to_string())),
        Kind::Boolean => row.try_get::<Option<bool>>("", name)?.into(),
        Kind::SmallInteger => row.try_get::<Option<i16>>("", name)?.into(),
        Kind::Integer if row.try_get::<Option<i64>>("", name).is_ok() => {
            row.try_get::<Option<i64>>("", name)?.into()
        }
        Kind::Integer => row.try_get::<Option<i32>>("", name)?.into(),
        Kind::BigInteger => row.try_get::<Option<i64>>("", name)?.into(),
        Kind::Text => row.try_get::<Option<String>>("", name)?.into(),
        Kind::Bytes => row
            .try_get::<Option<Vec<u8>>>("", name)?
            .map_or(Json::Null, |bytes| Json::String(STANDARD.encode(bytes))),
        // Kept as text: a JSON null in a column is not an absent value.
        Kind::Json => row
            .try_get::<Option<Json>>("", name)?
            .map_or(Json::Null, |json| Json::String(json.to_string())),
    })
}

/// The value to insert in a column; `None` when it does not fit.
pub(super) fn write(json: &Json, kind: Kind) -> Option<Value> {
    let text = json.as_str();
    let absent = json.is_null();
    if !absent
        && matches!(
            kind,
            Kind::Uuid | Kind::Timestamp | Kind::Date | Kind::Text | Kind::Bytes | Kind::Json
        )
    {
        text?;
    }
    Some(match kind {
        Kind::Uuid => Value::from(text.map(Uuid::parse_str).transpose().ok()?),
        Kind::Timestamp => Value::from(
            text.map(DateTime::parse_from_rfc3339)
                .transpose()
                .ok()?
                .map(|at| at.to_utc()),
        ),
        Kind::Date => Value::from(text.map(str::parse::<NaiveDate>).transpose().ok()?),
        Kind::Boolean if absent => Value::from(None::<bool>),
        Kind::Boolean => Value::from(json.as_bool()?),
        Kind::SmallInteger if absent => Value::from(None::<i16>),
        Kind::SmallInteger => Value::from(i16::try_from(json.as_i64()?).ok()?),
        Kind::Integer | Kind::BigInteger if absent => Value::from(None::<i64>),
        Kind::Integer | Kind::BigInteger => Value::from(json.as_i64()?),
        Kind::Text => Value::from(text.map(str::to_owned)),
        Kind::Bytes => Value::from(text.map(|text| STANDARD.decode(text)).transpose().ok()?),
        Kind::Json => Value::from(text.map(serde_json::from_str::<Json>).transpose().ok()?),
    })
}
