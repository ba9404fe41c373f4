# The image of web, worker, beat and migrate. It holds no demonstration: neither its packages nor its code.
FROM python:3.12-slim-bookworm

# Pango lays out the letters; curl asks after the health of the web service.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends curl libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home delmos \
    && install --directory --owner delmos /srv/documents

RUN pip install --no-cache-dir "uv>=0.9"
WORKDIR /srv/delmos
ENV PATH=/srv/delmos/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    UV_COMPILE_BYTECODE=1 \
    UV_LINK_MODE=copy \
    DJANGO_SETTINGS_MODULE=delmos.settings.production

COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-group demo
COPY . .
# Static files need no secret and no server: these values only let the settings load, and stay in this one line.
RUN SECRET_KEY=only-while-building-only-while-building-only-while-building \
    ALLOWED_HOSTS=build AGENCY_NAME=build DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    DOCUMENT_ROOT=/tmp EMAIL_URL=dummymail:// CLAMD_ADDRESS=build:3310 \
    python manage.py collectstatic --noinput

USER delmos
EXPOSE 8000
CMD ["gunicorn", "delmos.wsgi:application"]
