//! Closed lists of words: states, kinds, reasons.

/// Declares an enum that is stored and sent as a short code and shown as a
/// French label. The crate that uses it depends on `sea-orm`.
///
/// ```ignore
/// kernel::words! {
///     /// Where a report is in its life.
///     State {
///         /// Being written.
///         Draft = "draft", "Brouillon";
///     }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, ::sea_orm::DeriveValueType)]
        #[sea_orm(value_type = "String")]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// All of them, in the order of forms and pages.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in the database and in forms.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What is written on screen.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.code())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::sea_orm::sea_query::ValueTypeErr;
            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|word| word.code() == code)
                    .ok_or(::sea_orm::sea_query::ValueTypeErr)
            }
        }

        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.code())
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let code = <::std::borrow::Cow<'de, str> as $crate::serde::Deserialize<'de>>::deserialize(deserializer)?;
                code.parse().map_err(|_| {
                    $crate::serde::de::Error::custom(format!("unknown word: {code}"))
                })
            }
        }
    };
}
