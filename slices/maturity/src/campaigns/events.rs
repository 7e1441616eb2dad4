//! What the audit trail keeps of campaigns. Identifiers only; that somebody
//! answered is not in it.

use db::audit::AuditEvent;
use kernel::uuid::Uuid;

use super::CampaignId;

/// Something that somebody did.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A campaign was opened.
    Opened(CampaignId),
    /// Its name, its days or its people changed.
    Changed(CampaignId),
    /// Those who had not answered were reminded.
    Reminded(CampaignId),
    /// The collective answer changed.
    Positioned(CampaignId),
    /// It was closed.
    Closed(CampaignId),
    /// The instrument of the school was adapted.
    Adapted,
}

impl AuditEvent for Event {
    fn action(&self) -> &'static str {
        match self {
            Self::Opened(_) => "maturity.campaign_opened",
            Self::Changed(_) => "maturity.campaign_changed",
            Self::Reminded(_) => "maturity.campaign_reminded",
            Self::Positioned(_) => "maturity.campaign_positioned",
            Self::Closed(_) => "maturity.campaign_closed",
            Self::Adapted => "maturity.instrument_adapted",
        }
    }

    fn object(&self) -> Option<(&'static str, Uuid)> {
        match *self {
            Self::Opened(id)
            | Self::Changed(id)
            | Self::Reminded(id)
            | Self::Positioned(id)
            | Self::Closed(id) => Some(("campaign", id.into())),
            Self::Adapted => None,
        }
    }
}
