import { z } from 'zod'
import { attachmentKind } from '#contract/messages'

const seen = z.object({
  /** Random id of the visitor at this button; also the id of the chat. */
  visitor: z.string(),
  at: z.iso.datetime(),
})

/** What a website button tells: made by our own public endpoints, which have checked the visitor and his files. */
export const websiteUpdate = z.discriminatedUnion('kind', [
  seen.extend({
    kind: z.literal('message'),
    /** Made by the widget: a repeat is the same message. */
    id: z.uuid(),
    text: z.string(),
    files: z.array(
      z.object({
        id: z.uuid(),
        kind: attachmentKind,
        name: z.string(),
        mime: z.string(),
        sizeBytes: z.int(),
        width: z.int().nullable(),
        height: z.int().nullable(),
      }),
    ),
    /** As typed by the visitor (a claim), else "Visitor #…". */
    name: z.string(),
    language: z.string().nullable(),
    source: z.record(z.string(), z.string()).nullable(),
  }),
  /** All messages up to one were shown to the visitor. */
  seen.extend({ kind: z.literal('read'), upTo: z.string() }),
  /** One message has reached the visitor's browser. */
  seen.extend({ kind: z.literal('delivered'), externalId: z.string() }),
])
export type WebsiteUpdate = z.output<typeof websiteUpdate>
