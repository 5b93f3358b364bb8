import { z } from 'zod'
import { language } from '#contract/common'

/** A letter in words; how it looks is the same for all. */
export const letter = z.object({
  language,
  subject: z.string(),
  /** What it says first. */
  paragraphs: z.array(z.string()),
  /** What it tells of, one below the other. */
  lines: z.array(z.object({ title: z.string(), text: z.string() })),
  button: z.object({ text: z.string(), url: z.string() }).nullable(),
  /** Why it came, in small letters at the end. */
  footer: z.string(),
})
export type Letter = z.output<typeof letter>
