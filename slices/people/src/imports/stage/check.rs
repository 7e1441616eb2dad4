//! Whether a file is this school's, and of a year that is prepared here.

use kernel::{Clock, SchoolYear, local_date};

use super::NotStaged;
use crate::imports::formats::{self, Body, Reading};
use crate::model::Uai;

/// Refuses the file of another school.
pub fn school(reading: &Reading, school: &str) -> Result<(), NotStaged> {
    let other = |file: &str| NotStaged::OtherSchool {
        file: kernel::truncate(file, 20),
        school: school.to_owned(),
    };
    if let Some(uai) = &reading.uai {
        return match uai.parse::<Uai>() {
            _ if uai.is_empty() => Err(NotStaged::NoSchool),
            Ok(file) if file.to_string() == school => Ok(()),
            _ => Err(other(uai)),
        };
    }
    // A CFA has several schools: only a file without anybody of ours is refused.
    let Body::Rows(rows) = &reading.body else {
        return Ok(());
    };
    let mut theirs = None;
    for row in rows {
        match &row.said {
            formats::Said::Learner(learner) if !learner.uai.is_empty() => {
                if learner.uai.trim().eq_ignore_ascii_case(school) {
                    return Ok(());
                }
                theirs.get_or_insert(&learner.uai);
            }
            _ => return Ok(()),
        }
    }
    theirs.map_or(Ok(()), |uai| Err(other(uai)))
}

/// The school year of the file; the current one where it does not say.
pub fn year(reading: &Reading, clock: &Clock) -> Result<SchoolYear, NotStaged> {
    let now = SchoolYear::of(local_date(clock.now()));
    let Some(year) = reading
        .year
        .and_then(|year| SchoolYear::starting(year).ok())
    else {
        return Ok(now);
    };
    // From May on, the next year is prepared.
    if year == now || year.first() == now.first() + 1 {
        return Ok(year);
    }
    Err(NotStaged::OtherYear(year))
}
