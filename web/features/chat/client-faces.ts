import { createContext, useContext } from 'react'

type Face = { id: number; avatarUrl: string | null }

/** How the clients of a thread look: told once around it, so that a new picture reaches every message. */
export const ClientFaces = createContext<readonly Face[]>([])

export function useClientFace(contactId: number | null): string | null {
  return useContext(ClientFaces).find((face) => face.id === contactId)?.avatarUrl ?? null
}
