from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0006_mail_that_opens_a_door"),
    ]

    operations = [
        migrations.AlterField(
            model_name="registryentry",
            name="visible_to_party",
            field=models.BooleanField(default=False, verbose_name="visas för parten"),
        ),
    ]
