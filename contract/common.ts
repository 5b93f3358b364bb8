import { z } from 'zod'

/** An integer id below 2^53. */
export const id = z.int().positive()
/** The same, written in a path or a query. */
export const idParam = z.coerce.number().int().positive()
export const uuid = z.uuid()
/** Made by the client along with what it asks to make: the same again answers what the first has made. */
export const requestId = uuid.optional()
/** Where the picture of a client is; null: there is none, or it has not come yet. */
export const avatarUrl = z.string().nullable()
/** An instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime()
/** A day of the calendar. There is no year 0, and the database refuses it. */
export const day = z.iso.date().refine((date) => date >= '0001-01-01', 'there is no year 0')
export const cursor = z.string().max(200)
export const pageLimit = z.coerce.number().int().min(1).max(100).default(50)

/** Text a person types into a one-line field: trimmed, without control characters. */
export const line = (max: number): z.ZodString =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'control characters are not allowed')
export const name = line(200).min(1)
export const languages = ['ru', 'en'] as const
export const language = z.enum(languages)
export type Language = (typeof languages)[number]

export const timeZone = z.string().refine((zone) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}, 'unknown time zone')

/** Who did something. */
export const actorKinds = ['client', 'user', 'bot', 'outside', 'system', 'api'] as const
export const actorKind = z.enum(actorKinds)
export type ActorKind = (typeof actorKinds)[number]
export const actor = z.object({ kind: actorKind, id: z.int().nullable(), name: z.string().nullable() })
export type Actor = z.output<typeof actor>

export const cardKinds = ['deal', 'customer'] as const
export const cardKind = z.enum(cardKinds)
export type CardKind = (typeof cardKinds)[number]
export const cardRef = z.object({ kind: cardKind, id })
export type CardRef = z.output<typeof cardRef>

/** What has custom fields, tags and notes. */
export const entityKinds = ['deal', 'customer', 'contact', 'company'] as const
export const entityKind = z.enum(entityKinds)
export type EntityKind = (typeof entityKinds)[number]
export const entityRef = z.object({ kind: entityKind, id })
export type EntityRef = z.output<typeof entityRef>

/** Message texts are kept as they came; only NUL cannot be stored. */
export const messageText = z
  .string()
  .max(20_000)
  .regex(/^[^\u0000]*$/u)
