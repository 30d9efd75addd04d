"""What can be wrong with an edition's files.

BundleError
├── ManifestError     the manifest is not one of ours, or contradicts itself (us)
└── StoreError        the store of files (the operator)
    ├── ObjectMissing     a file that the manifest names is not there
    └── ObjectDamaged     a file is there, but its content has changed
"""


class BundleError(Exception):
    """Something is wrong with an edition or its files."""


class ManifestError(BundleError):
    """The manifest cannot be read or contradicts itself."""


class StoreError(BundleError):
    """The store cannot give or take a file."""


class ObjectMissing(StoreError):
    """A file the manifest names is not in the store."""


class ObjectDamaged(StoreError):
    """A file in the store no longer has the content its name promises."""
