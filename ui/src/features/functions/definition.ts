import type { Schema } from '../../shared/api/client'

/** A function as a request would write it, without what the platform adds. */
export function definitionOf(fn: Schema<'FunctionAnswer'>) {
  const { name, runtime, handler, memoryMb, timeoutSeconds, ephemeralStorageMb, description, environment, tags, layers, network, networkAllow, logging } = fn
  return {
    name,
    runtime,
    handler,
    memoryMb,
    timeoutSeconds,
    ephemeralStorageMb,
    ...(description && { description }),
    ...(Object.keys(environment).length > 0 && { environment }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(layers.length > 0 && { layers }),
    network,
    ...(networkAllow.length > 0 && { networkAllow }),
    logging,
    async: fn.async,
  }
}
