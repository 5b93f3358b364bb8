import { createHttpClient, type HttpClient } from './http.ts'

/** Which client may open an address that somebody else named. */
export type ClientFor = (address: string) => HttpClient

export type Clients = { apiRoot: string; api: HttpClient; clientFor: ClientFor }

/**
 * The clients of one messenger. An API root that was set is the admin's word, so it may be a private address; what events
 * name comes from outside, and that the API is inside opens no other address there to it.
 */
export function createClients(options: {
  apiRoot: string | null
  usualApiRoot: string
  allowsPrivateNetwork: boolean
}): Clients {
  const { allowsPrivateNetwork } = options
  const apiRoot = options.apiRoot ?? options.usualApiRoot
  const { host } = new URL(apiRoot)
  const outside = createHttpClient({ allowsPrivateNetwork })
  const api =
    options.apiRoot === null || allowsPrivateNetwork
      ? outside
      : createHttpClient({ allowsPrivateNetwork: true })
  return { apiRoot, api, clientFor: (address) => (new URL(address).host === host ? api : outside) }
}
