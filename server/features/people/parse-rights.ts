import { z } from 'zod'
import { reaches, type Rights } from '#contract/permissions'

const reach = z.enum(reaches)
const actions = z.object({ view: reach, edit: reach, add: reach, delete: reach, export: reach })
const rights = z.object({
  deals: actions,
  customers: actions,
  contacts: actions,
  companies: actions,
  tasks: actions,
})

export function parseRights(stored: unknown): Rights {
  return rights.parse(stored)
}
