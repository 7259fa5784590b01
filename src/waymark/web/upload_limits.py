"""What is larger than a file may be is not even written to disk: the rest of it is let go."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class StopsAtTheLimit(FileUploadHandler):
    """Stands before the handlers that keep a file, and hands on no more than a little over the
    limit: so the file that they keep is too large, and the form says so.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The piece, or nothing once there was enough."""
        return raw_data if start <= settings.FILE_SIZE_LIMIT_MB * 1024 * 1024 else None

    def file_complete(self, file_size: int) -> UploadedFile | None:  # noqa: ARG002
        """The handlers after this one have the file."""
        return None
