import type { CheckResult } from '../channel.ts'
import { readFields, readInteger, readLine, readList, type Fields } from '../read-unknown.ts'
import type { VkClient } from './client.ts'
import { neededRights } from './config.ts'
import { detailOf } from './errors.ts'

/** A community token is of letters, digits and dots. */
const tokenPattern = /^[\w.-]{10,500}$/
const timeoutMs = 15_000

/** Whose token it is, and whether it may do all we need: only a community's own token answers without naming one. */
export async function check(client: VkClient, token: string): Promise<CheckResult> {
  if (!tokenPattern.test(token)) return { outcome: 'invalid' }
  const found = await client.call(token, 'groups.getById', {}, { timeoutMs })
  if (found.outcome === 'refused' && !isPassing(found.code)) return { outcome: 'invalid' }
  if (found.outcome !== 'ok') return { outcome: 'unreachable', detail: detailOf(found) }
  const community = communityOf(found.result)
  const id = readInteger(community?.['id'])
  if (!community || id === null) return { outcome: 'invalid' }
  const rights = await client.call(token, 'groups.getTokenPermissions', {}, { timeoutMs })
  if (rights.outcome === 'refused' && !isPassing(rights.code)) return { outcome: 'invalid' }
  if (rights.outcome !== 'ok') return { outcome: 'unreachable', detail: detailOf(rights) }
  const missing = missingRights(rights.result)
  if (missing.length > 0) return { outcome: 'missing_rights', rights: missing }
  const handle = readLine(community['screen_name'], 64)
  return {
    outcome: 'ok',
    externalId: String(id),
    name: readLine(community['name'], 200) || String(id),
    handle,
  }
}

/** Since version 5.199 the list is in `groups`; before it was the answer itself. */
function communityOf(result: unknown): Fields | null {
  const [first] = readList(readFields(result)?.['groups'] ?? result)
  return readFields(first)
}

function missingRights(result: unknown): string[] {
  const permissions = readList(readFields(result)?.['permissions'])
  const granted = new Set(permissions.map((each) => readFields(each)?.['name']))
  return neededRights.filter((right) => !granted.has(right))
}

/** Errors that say nothing of the token: VK's own trouble, too many requests. */
function isPassing(code: number): boolean {
  return [1, 6, 9, 10, 14, 29].includes(code)
}
