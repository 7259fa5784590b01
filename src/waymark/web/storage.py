"""Static files under names that change with their content, those that scripts import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Also rewrites `import … from './…';` in scripts: an import map would break the CSP."""

    support_js_module_import_aggregation = True
