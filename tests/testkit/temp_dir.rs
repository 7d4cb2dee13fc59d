use std::fs;

use netlink_tests::temp_dir::TempDir;

#[test]
fn directory_is_removed_with_its_contents() {
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
