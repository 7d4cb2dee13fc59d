use std::fs;

use netlink_tests::temp_dir::TempDir;

#[test]
fn directory_goes_away_with_what_it_holds() {
    let directory = TempDir::new();
    let path = directory.path().to_owned();
    fs::write(path.join("file"), "text").unwrap();
    drop(directory);
    assert!(!path.exists());
}

#[test]
fn directories_are_apart() {
    assert_ne!(TempDir::new().path(), TempDir::new().path());
}
