//! The data that come with the program, embedded in it.

use std::sync::LazyLock;

use crate::check::check;
use crate::digital::DigitalFramework;
use crate::model::Curriculum;
use crate::scale::{Scale, Scales};
use crate::workplace::WorkplaceFramework;

/// The curricula that come with Jalon: file name and text.
pub const SHIPPED_CURRICULA: &[(&str, &str)] =
    &[("sno.toml", include_str!("../../../data/curricula/sno.toml"))];

static DIGITAL: LazyLock<DigitalFramework> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/curricula/crcn.toml"))
        .expect("the tests read the shipped CRCN")
});

static WORKPLACE: LazyLock<WorkplaceFramework> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/curricula/aefa.toml"))
        .expect("the tests read the shipped list of the AEFA")
});

static SCALES: LazyLock<Vec<Scale>> = LazyLock::new(|| {
    let file: Scales = toml::from_str(include_str!("../../../data/curricula/scales.toml"))
        .expect("the tests read the shipped scales");
    file.scales
});

static CURRICULA: LazyLock<Vec<Curriculum>> = LazyLock::new(|| {
    SHIPPED_CURRICULA
        .iter()
        .map(|(name, source)| check(source, name).expect("the tests check the shipped curricula"))
        .collect()
});

/// The curricula that come with Jalon; SNO is the first.
#[must_use]
pub fn shipped() -> &'static [Curriculum] {
    &CURRICULA
}

/// The CRCN.
#[must_use]
pub fn digital_framework() -> &'static DigitalFramework {
    &DIGITAL
}

/// The twelve transversal competences of the AEFA.
#[must_use]
pub fn workplace_framework() -> &'static WorkplaceFramework {
    &WORKPLACE
}

/// The level scales; the default one comes first.
#[must_use]
pub fn scales() -> &'static [Scale] {
    &SCALES
}

/// The level scale of that code: `jalon-4`.
#[must_use]
pub fn scale(code: &str) -> Option<&'static Scale> {
    SCALES.iter().find(|scale| scale.code == code)
}
