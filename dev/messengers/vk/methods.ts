import type { CallParameters } from './call-parameters.ts'
import type { CommunityState } from './community-state.ts'
import { groupMethods } from './group-methods.ts'
import { messageMethods } from './message-methods.ts'
import { sendMessage } from './send-method.ts'
import { uploadMethods } from './upload-methods.ts'
import { userMethods } from './user-methods.ts'

/** What happens once the answer has left. */
export type Aftermath = (() => void)[]

/** Gives the `response`, or throws VkError. */
export type Method = (community: CommunityState, parameters: CallParameters, aftermath: Aftermath) => unknown

const methods: Record<string, Method> = {
  ...groupMethods,
  ...messageMethods,
  ...uploadMethods,
  ...userMethods,
  'messages.send': sendMessage,
}

export const findMethod = (name: string): Method | null =>
  Object.hasOwn(methods, name) ? (methods[name] ?? null) : null

const rightOf: Record<string, string> = {
  messages: 'messages',
  photos: 'photos',
  docs: 'docs',
  groups: 'manage',
}
const openToAll = new Set(['groups.getById', 'groups.getTokenPermissions'])

/** The right a method needs; null when any token may call it. */
export const rightFor = (name: string): string | null =>
  openToAll.has(name) ? null : (rightOf[name.split('.')[0] ?? ''] ?? null)
