//! Enums that travel as an object whose first field tells which one it is: `{"happening":"accepted","by":"Anna"}`.
//!
//! serde writes them (`#[serde(tag = …)]`). Its own way to read them keeps the whole object until it knows which, then
//! reads each variant by a second way, which is the largest single thing in what browsers would download. Nobody but us
//! writes them, so here the tag comes first or it is an error.

use serde::{
    Deserializer,
    de::{EnumAccess, Error, IgnoredAny, IntoDeserializer, MapAccess, VariantAccess, Visitor},
    forward_to_deserialize_any,
};

/// Declares such an enum. The last literal is its name once more, for serde.
macro_rules! tagged {
    (
        $(#[$about:meta])*
        pub enum $name:ident tagged $tag:literal as $read:literal { $($variants:tt)* }
    ) => {
        $(#[$about])*
        #[derive(serde::Serialize)]
        #[serde(tag = $tag, rename_all = "snake_case")]
        pub enum $name { $($variants)* }

        const _: () = {
            #[derive(serde::Deserialize)]
            #[serde(remote = $read, rename_all = "snake_case")]
            #[allow(dead_code, reason = "it makes the enum itself")]
            enum Untagged { $($variants)* }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$name, D::Error> {
                    struct Read;

                    impl<'de> serde::de::Visitor<'de> for Read {
                        type Value = $name;

                        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                            f.write_str($tag)
                        }

                        fn visit_map<A: serde::de::MapAccess<'de>>(self, fields: A) -> Result<$name, A::Error> {
                            Untagged::deserialize($crate::domain::tagged::Tagged::begin($tag, fields)?)
                        }
                    }
                    from.deserialize_map(Read)
                }
            }
        };
    };
}

pub(super) use tagged;

/// An object whose tag has been read.
pub(super) struct Tagged<A> {
    variant: String,
    fields: A,
}

impl<'de, A: MapAccess<'de>> Tagged<A> {
    pub(super) fn begin(tag: &'static str, mut fields: A) -> Result<Tagged<A>, A::Error> {
        if fields.next_key::<String>()?.as_deref() != Some(tag) {
            return Err(A::Error::missing_field(tag));
        }
        Ok(Tagged { variant: fields.next_value()?, fields })
    }
}

impl<'de, A: MapAccess<'de>> Deserializer<'de> for Tagged<A> {
    type Error = A::Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, A::Error> {
        Err(A::Error::custom("only an enum has a tag"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for Tagged<A> {
    type Error = A::Error;
    type Variant = Fields<A>;

    fn variant_seed<V: serde::de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Fields<A>), A::Error> {
        let variant = seed.deserialize(self.variant.as_str().into_deserializer())?;
        Ok((variant, Fields(self.fields)))
    }
}

/// What follows the tag.
pub(super) struct Fields<A>(A);

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Fields<A> {
    type Error = A::Error;

    fn unit_variant(mut self) -> Result<(), A::Error> {
        while self.0.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, A::Error> {
        visitor.visit_map(self.0)
    }

    fn newtype_variant_seed<T: serde::de::DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, A::Error> {
        Err(A::Error::custom("a variant with a tag has named fields"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, A::Error> {
        Err(A::Error::custom("a variant with a tag has named fields"))
    }
}

#[cfg(test)]
mod tests {
    tagged! {
        #[derive(Clone, Debug, PartialEq)]
        pub enum Thing tagged "kind" as "Thing" {
            Nothing,
            Something {
                by: String,
                #[serde(default)]
                why: Option<String>,
            },
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        for (thing, json) in [
            (Thing::Nothing, r#"{"kind":"nothing"}"#),
            (Thing::Something { by: "Anna".into(), why: None }, r#"{"kind":"something","by":"Anna","why":null}"#),
        ] {
            assert_eq!(serde_json::to_string(&thing).unwrap(), json);
            assert_eq!(serde_json::from_str::<Thing>(json).unwrap(), thing);
            assert_eq!(crate::api::wire::read::<Thing>(json).unwrap(), thing);
        }
    }

    #[test]
    fn older_fields_may_be_missing_and_newer_ones_are_passed_over() {
        for (json, thing) in [
            (r#"{"kind":"something","by":"Anna"}"#, Thing::Something { by: "Anna".into(), why: None }),
            (r#"{"kind":"nothing","when":[1,{"a":2}]}"#, Thing::Nothing),
        ] {
            assert_eq!(serde_json::from_str::<Thing>(json).unwrap(), thing);
        }
    }

    #[test]
    fn without_the_tag_in_front_it_is_an_error() {
        for json in [r#"{"by":"Anna","kind":"something"}"#, "{}", r#"{"kind":"other"}"#, r#""nothing""#] {
            assert!(serde_json::from_str::<Thing>(json).is_err(), "{json}");
        }
    }
}
