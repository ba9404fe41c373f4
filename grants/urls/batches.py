from django.urls import path

from grants.views import batch_acts, batches

urlpatterns = [
    path("samlingsbeslut/", batches.batch_list, name="batch_list"),
    path("samlingsbeslut/nytt/", batch_acts.batch_new, name="batch_new"),
    path("samlingsbeslut/<str:number>/", batches.batch, name="batch"),
    path("samlingsbeslut/<str:number>/lista/", batches.listing, name="batch_listing"),
    path("samlingsbeslut/<str:number>/protokoll/", batches.protocol, name="batch_protocol"),
    path("samlingsbeslut/<str:number>/ta-bort/", batch_acts.take_out, name="batch_take_out"),
    path("samlingsbeslut/<str:number>/pa-nytt/", batch_acts.renew, name="batch_renew"),
    path("samlingsbeslut/<str:number>/avbryt/", batch_acts.cancel, name="batch_cancel"),
    path("samlingsbeslut/<str:number>/fatta/", batch_acts.approve, name="batch_approve"),
    path("samlingsbeslut/<str:number>/skicka/", batch_acts.dispatch, name="batch_dispatch"),
]
