//! Telling the one who measures how long writes take.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

type Measure = Box<dyn Fn(Duration, bool) + Send + Sync>;

/// Who is told, if anybody; shared by the clones of a database.
#[derive(Clone, Default)]
pub(crate) struct Observer(Arc<OnceLock<Measure>>);

impl Observer {
    /// The first one is told from now on; a second one is ignored.
    pub(crate) fn set(&self, measure: Measure) {
        drop(self.0.set(measure));
    }

    /// A write took so long, waiting included, and succeeded or not.
    pub(crate) fn wrote(&self, elapsed: Duration, succeeded: bool) {
        if let Some(measure) = self.0.get() {
            measure(elapsed, succeeded);
        }
    }
}

impl fmt::Debug for Observer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Observer")
            .field(&self.0.get().is_some())
            .finish()
    }
}
