//! The [guide], and pages for [migrating] from another library.

// Pages have links that work on a code host, at their end. Those of `links.txt` are before them, so rustdoc uses them instead.
macro_rules! pages {
    ($($directory:literal { $($page:ident)* })*) => {
        $(pages!(@ $directory $($page)*);)*
    };
    (@ $directory:literal $($page:ident)*) => {
        $(
            #[doc = include_str!("../docs/links.txt")]
            #[doc = include_str!(concat!("../docs/", $directory, "/", stringify!($page), ".md"))]
            pub mod $page {}
        )*
    };
}

#[doc = include_str!("../docs/links.txt")]
#[doc = include_str!("../docs/guide/guide.md")]
pub mod guide {
    pages!("guide" {
        getting_started choosing_a_layer families own_family
        first_type nesting sub_messages
        requests dumps notifications views batches sharing namespaces unicast_events
        errors testing fuzzing no_std performance glossary
    });
}

/// How to replace the functions and types of another library.
pub mod migrating {
    pages!("migrating" {
        rtnetlink neli netlink_bindings libmnl libnl openvswitch mdlayher_netlink pyroute2
    });
}
