// Delay statistics of one batch of flights from a Kafka topic. Sums of all batches give the sums of all flights.

export async function handler(event) {
  const flights = Object.values(event.records)
    .flat()
    .map((record) => JSON.parse(Buffer.from(record.value, 'base64').toString('utf8')))

  return {
    flights: flights.length,
    delayed: flights.filter((flight) => flight.delay > 0).length,
    delayMinutes: sum(flights, 'delay'),
    distanceMiles: sum(flights, 'distance'),
  }
}

function sum(flights, field) {
  return flights.reduce((total, flight) => total + flight[field], 0)
}
