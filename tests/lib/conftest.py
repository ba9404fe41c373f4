from hypothesis import settings

# What a property says does not depend on how busy the machine is.
settings.register_profile("delmos", deadline=None)
settings.load_profile("delmos")
