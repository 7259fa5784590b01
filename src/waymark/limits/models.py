"""What has been used up, a row for each person and each thing that is limited."""

from django.db import models


class Spent(models.Model):
    """Until when somebody's turns are spoken for. Who it is cannot be told from the key."""

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
