//! The derive, as its users meet it.

mod bounds;
mod codecs;
mod copies;
mod depth;
mod errors;
mod flags;
mod flatten;
mod generics;
mod hygiene;
mod in_place;
mod kept;
mod keys;
mod language;
mod leftovers;
mod levels;
mod linear;
mod members;
mod parts;
mod rules;
mod structures;
mod submessages;
mod texts;
mod unknown;
mod versions;
mod ways;
mod wrappers;
