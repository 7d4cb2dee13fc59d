//! The data of a specification or an overlay: what YAML and TOML have in common.

use saphyr::{LoadableYamlNode, Scalar, Yaml};

use crate::error::Error;

/// A value of YAML or TOML.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i128),
    Text(String),
    List(Vec<Value>),
    /// Entries in the order of the file.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// Reads a YAML document.
    pub fn from_yaml(text: &str) -> Result<Self, Error> {
        let documents = Yaml::load_from_str(text).map_err(|error| Error::new(error.to_string()))?;
        documents.first().map_or(Ok(Self::Null), from_yaml)
    }

    /// Reads a TOML document.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| Error::new(error.to_string()))?;
        from_toml(&toml::Value::Table(table))
    }

    /// Returns the value of a key; null counts as absent.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
            .filter(|value| **value != Self::Null)
    }

    /// Sets the value of a key.
    pub fn set(&mut self, key: &str, value: Self) {
        if !matches!(self, Self::Map(_)) {
            *self = Self::Map(Vec::new());
        }
        let Self::Map(entries) = self else { return };
        match entries.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => entries.push((key.to_owned(), value)),
        }
    }

    /// Adds all entries of another map; they replace those of the same name.
    pub fn merge(&mut self, other: &Self) {
        let Self::Map(entries) = other else { return };
        for (key, value) in entries {
            self.set(key, value.clone());
        }
    }

    /// Returns the list of a key, to be changed; it is added if it is absent.
    pub fn list_mut(&mut self, key: &str) -> &mut Vec<Self> {
        if !matches!(self.get(key), Some(Self::List(_))) {
            self.set(key, Self::List(Vec::new()));
        }
        match self.get_mut(key) {
            Some(Self::List(list)) => list,
            _ => unreachable!("it has just been added"),
        }
    }

    /// Returns the value of a key, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Returns the entry of a list of named maps.
    pub fn named_mut(&mut self, list: &str, name: &str) -> Option<&mut Self> {
        match self.get_mut(list)? {
            Self::List(items) => items.iter_mut().find(|item| item.text("name") == Some(name)),
            _ => None,
        }
    }

    /// Returns the text of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the number of a key.
    pub fn int(&self, key: &str) -> Option<i128> {
        match self.get(key)? {
            Self::Int(int) => Some(*int),
            _ => None,
        }
    }

    /// Returns true if the key is `true`.
    pub fn is_true(&self, key: &str) -> bool {
        matches!(self.get(key), Some(Self::Bool(true)))
    }

    /// Returns the list of a key; empty if it is absent.
    pub fn list(&self, key: &str) -> &[Self] {
        match self.get(key) {
            Some(Self::List(list)) => list,
            _ => &[],
        }
    }

    /// Returns the texts of a list.
    pub fn texts(&self, key: &str) -> Vec<String> {
        self.list(key).iter().filter_map(Self::as_text).map(str::to_owned).collect()
    }

    /// Returns the text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

fn from_yaml(yaml: &Yaml<'_>) -> Result<Value, Error> {
    Ok(match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(bool)) => Value::Bool(*bool),
        Yaml::Value(Scalar::Integer(int)) => Value::Int((*int).into()),
        Yaml::Value(Scalar::FloatingPoint(float)) => Value::Text(float.to_string()),
        Yaml::Value(Scalar::String(text)) => text_or_number(text),
        Yaml::Sequence(items) => {
            Value::List(items.iter().map(from_yaml).collect::<Result<_, _>>()?)
        }
        Yaml::Mapping(entries) => Value::Map(
            entries
                .iter()
                .map(|(key, value)| Ok((key_text(key)?, from_yaml(value)?)))
                .collect::<Result<_, Error>>()?,
        ),
        Yaml::Tagged(_, inner) => from_yaml(inner)?,
        other => return Err(Error::new(format!("unexpected YAML: {other:?}"))),
    })
}

fn key_text(key: &Yaml<'_>) -> Result<String, Error> {
    match from_yaml(key)? {
        Value::Text(text) => Ok(text),
        Value::Int(int) => Ok(int.to_string()),
        other => Err(Error::new(format!("a key that is not text: {other:?}"))),
    }
}

/// Numbers beyond 64 bits with sign arrive as text.
fn text_or_number(text: &str) -> Value {
    match text.parse::<u64>() {
        Ok(number) => Value::Int(number.into()),
        Err(_) => Value::Text(text.to_owned()),
    }
}

fn from_toml(toml: &toml::Value) -> Result<Value, Error> {
    Ok(match toml {
        toml::Value::String(text) => Value::Text(text.clone()),
        toml::Value::Integer(int) => Value::Int((*int).into()),
        toml::Value::Boolean(bool) => Value::Bool(*bool),
        toml::Value::Array(items) => {
            Value::List(items.iter().map(from_toml).collect::<Result<_, _>>()?)
        }
        toml::Value::Table(table) => Value::Map(
            table
                .iter()
                .map(|(key, value)| Ok((key.clone(), from_toml(value)?)))
                .collect::<Result<_, Error>>()?,
        ),
        other => return Err(Error::new(format!("unexpected TOML: {other:?}"))),
    })
}
