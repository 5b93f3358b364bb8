import { badParameter } from './api-error.ts'
import type { PersonRecord } from './community-state.ts'
import type { Method } from './methods.ts'

const maxUsers = 1000
const camera = 'https://vk.ru/images/camera_200.png'

/** People by their numbers; unknown ones are left out. */
const get: Method = (community, parameters) => {
  const ids = parameters.integers('user_ids')
  if (ids.length === 0 || ids.length > maxUsers) throw badParameter('user_ids not integer or too many')
  const fields = new Set(parameters.text('fields').split(','))
  return ids.flatMap((id) => {
    const person = community.people.get(id)
    return person ? [userOf(person, fields)] : []
  })
}

const userOf = (person: PersonRecord, fields: Set<string>): unknown => {
  const { id, standing } = person
  const isGone = standing === 'deleted' || standing === 'banned'
  return {
    id,
    first_name: standing === 'deleted' ? 'DELETED' : person.firstName,
    last_name: standing === 'deleted' ? '' : person.lastName,
    ...(isGone ? { deactivated: standing } : { can_access_closed: true, is_closed: false }),
    ...(fields.has('photo_200') ? { photo_200: person.photoUrl ?? camera } : {}),
    ...(fields.has('has_photo') ? { has_photo: person.photoUrl === null ? 0 : 1 } : {}),
    ...(fields.has('screen_name') ? { screen_name: person.screenName ?? `id${id}` } : {}),
  }
}

export const userMethods: Record<string, Method> = { 'users.get': get }
