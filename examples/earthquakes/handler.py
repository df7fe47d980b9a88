"""Summarises earthquakes: a GeoJSON feature collection as it is, or the same features one by one from a Kafka topic."""

import base64
import json


def handler(event, context):
    quakes = [feature["properties"] for feature in features_of(event)]
    rated = [quake for quake in quakes if quake["mag"] is not None]
    strongest = max(rated, key=lambda quake: quake["mag"], default=None)
    for quake in rated:
        if quake["mag"] >= 5:
            print(f"{quake['title']} (felt by {quake['felt'] or 0})")
    return {
        "earthquakes": len(quakes),
        "strongest": strongest and strongest["title"],
        "tsunamiWarnings": sum(quake["tsunami"] for quake in quakes),
    }


def features_of(event):
    if event.get("eventSource") == "SelfManagedKafka":
        for records in event["records"].values():
            for record in records:
                yield json.loads(base64.b64decode(record["value"]))
    else:
        yield from event["features"]
