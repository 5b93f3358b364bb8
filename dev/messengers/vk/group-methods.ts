import { badParameter, VkError } from './api-error.ts'
import type { CallParameters } from './call-parameters.ts'
import type { CallbackServer } from './callback-server.ts'
import type { CommunityState } from './community-state.ts'
import type { Method } from './methods.ts'

const maxServers = 10
const maxTitleLength = 14
const maxSecretLength = 50

const eventNames = new Set(
  (
    'message_new message_reply message_edit message_allow message_deny message_read message_typing_state ' +
    'message_event message_reaction_event photo_new wall_post_new group_join group_leave'
  ).split(' '),
)

/** A community's token answers for itself when nobody is named. */
const getById: Method = (community) => ({
  groups: [
    {
      id: community.id,
      name: community.name,
      screen_name: community.screenName,
      is_closed: 0,
      type: 'group',
      photo_50: 'https://vk.ru/images/community_50.png',
    },
  ],
  profiles: [],
})

const getTokenPermissions: Method = (community) => {
  const permissions = [...community.rights].map((name, index) => ({ name, setting: 2 ** (index + 2) }))
  return { mask: permissions.reduce((sum, { setting }) => sum + setting, 0), permissions }
}

const getCallbackConfirmationCode: Method = (community, parameters) => {
  own(community, parameters)
  return { code: community.confirmationCode }
}

const getCallbackServers: Method = (community, parameters) => {
  own(community, parameters)
  const items = community.servers.map((server) => ({
    id: server.id,
    title: server.title,
    creator_id: 0,
    url: server.url,
    secret_key: server.secretKey,
    status: server.status,
  }))
  return { count: items.length, items }
}

const addCallbackServer: Method = async (community, parameters) => {
  own(community, parameters)
  const given = readServer(community, parameters)
  if (community.servers.length >= maxServers) throw new VkError(2000)
  const server = community.addServer(given)
  await server.confirm(community.id, community.confirmationCode)
  community.changeCode()
  return { server_id: server.id }
}

const editCallbackServer: Method = async (community, parameters) => {
  own(community, parameters)
  const server = findServer(community, parameters)
  const { title, url, secretKey } = readServer(community, parameters)
  const isMoved = url !== server.url
  Object.assign(server, { title, url, secretKey })
  if (isMoved) await server.confirm(community.id, community.confirmationCode)
  return 1
}

const deleteCallbackServer: Method = (community, parameters) => {
  own(community, parameters)
  community.removeServer(findServer(community, parameters))
  return 1
}

const setCallbackSettings: Method = (community, parameters) => {
  own(community, parameters)
  readWanted(findServer(community, parameters).wanted, parameters)
  return 1
}

const setLongPollSettings: Method = (community, parameters) => {
  own(community, parameters)
  if (parameters.text('enabled') !== '') community.longPoll.isEnabled = parameters.flag('enabled')
  readWanted(community.longPoll.wanted, parameters)
  return 1
}

const getLongPollServer: Method = (community, parameters) => {
  own(community, parameters)
  if (!community.longPoll.isEnabled) throw badParameter('longpoll for this group is not enabled')
  return { ...community.longPoll.place, server: `${community.surroundings.root}/longpoll/${community.id}` }
}

const own = (community: CommunityState, parameters: CallParameters): void => {
  if (parameters.requiredInteger('group_id') !== community.id) throw new VkError(15)
}

const findServer = (community: CommunityState, parameters: CallParameters): CallbackServer => {
  const id = parameters.requiredInteger('server_id')
  const server = community.servers.find((each) => each.id === id)
  if (!server) throw badParameter('server_id is invalid')
  return server
}

const readServer = (
  community: CommunityState,
  parameters: CallParameters,
): { title: string; url: string; secretKey: string } => {
  const url = parameters.required('url')
  const title = parameters.required('title')
  const secretKey = parameters.text('secret_key')
  if (title.length > maxTitleLength)
    throw badParameter(`title should be at most ${maxTitleLength} characters`)
  if (secretKey.length > maxSecretLength)
    throw badParameter(`secret_key should be at most ${maxSecretLength} characters`)
  if (!URL.canParse(url)) throw badParameter('url is invalid')
  const { protocol, hostname } = new URL(url)
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
  const isAllowedHttp = protocol === 'http:' && (community.surroundings.allowHttpCallback ?? isLoopback)
  if (protocol !== 'https:' && !isAllowedHttp) throw badParameter('url is invalid')
  return { url, title, secretKey }
}

/** Events are switched one by one; names that VK does not know are passed over. */
const readWanted = (wanted: Set<string>, parameters: CallParameters): void => {
  parameters.required('api_version')
  for (const name of eventNames) {
    if (parameters.text(name) === '') continue
    if (parameters.flag(name)) wanted.add(name)
    else wanted.delete(name)
  }
}

export const groupMethods: Record<string, Method> = {
  'groups.getById': getById,
  'groups.getTokenPermissions': getTokenPermissions,
  'groups.getCallbackConfirmationCode': getCallbackConfirmationCode,
  'groups.getCallbackServers': getCallbackServers,
  'groups.addCallbackServer': addCallbackServer,
  'groups.editCallbackServer': editCallbackServer,
  'groups.deleteCallbackServer': deleteCallbackServer,
  'groups.setCallbackSettings': setCallbackSettings,
  'groups.setLongPollSettings': setLongPollSettings,
  'groups.getLongPollServer': getLongPollServer,
}
