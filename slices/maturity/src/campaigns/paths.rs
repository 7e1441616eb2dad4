//! The addresses of campaigns: one place, so that no page writes one by hand.

use std::fmt::Display;

use super::CampaignId;

/// « Pilotage NumEA »: what waits for whoever comes, the campaigns.
pub const HOME: &str = "/numerique";
/// Opening a campaign.
pub const NEW: &str = "/numerique/campagnes/nouvelle";
/// The instrument of the school, and how it is adapted.
pub const INSTRUMENT: &str = "/numerique/instrument";
/// « Ma pratique »: MENTEP, for oneself.
pub const OWN: &str = "/numerique/ma-pratique";

/// A campaign: its results.
#[must_use]
pub fn campaign(id: CampaignId) -> String {
    format!("/numerique/campagnes/{id}")
}

/// Something below a campaign: `reponse`, `position`…
#[must_use]
pub fn below(id: CampaignId, what: impl Display) -> String {
    format!("/numerique/campagnes/{id}/{what}")
}

/// Where one answers, in a field.
#[must_use]
pub fn answer(id: CampaignId, field: &str) -> String {
    format!("/numerique/campagnes/{id}/reponse?champ={field}")
}

/// Where the steering group positions the school, in a field.
#[must_use]
pub fn position(id: CampaignId, field: &str) -> String {
    format!("/numerique/campagnes/{id}/position?champ={field}")
}

/// An item of the instrument, to adapt it.
#[must_use]
pub fn item(code: &str) -> String {
    format!("/numerique/instrument/{code}")
}
