//! A failure as the log says it.

use std::error::Error;

/// The sentences of an error and of what caused it, from the outermost in.
/// The log is written with this rather than with `Debug`: PostgreSQL's detail
/// of a refused row (« Key (login)=(…) ») is in the latter only, and holds
/// personal data.
#[must_use]
pub fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let sentence = error.to_string();
        // A transparent error says what its cause says.
        if !text.ends_with(&sentence) {
            text.push_str(": ");
            text.push_str(&sentence);
        }
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    #[derive(Debug)]
    struct Outer(io::Error);

    impl std::fmt::Display for Outer {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the report was not saved")
        }
    }

    impl Error for Outer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn an_error_is_said_with_its_causes() {
        let error = Outer(io::Error::other("the disk is gone"));
        assert_eq!(causes(&error), "the report was not saved: the disk is gone");
    }
}
