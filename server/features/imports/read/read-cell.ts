import { website } from '#contract/companies'
import { line, name } from '#contract/common'
import { budget } from '#contract/deals'
import type { RowProblem } from '#contract/imports'
import { pointLabels } from '#contract/points'
import { mostTagsOfOne, tagName } from '#contract/tags'
import { readPoint } from '#features/contacts'
import { findUser, sameWord, type Known } from './known.ts'
import { readDate } from './read-date.ts'
import { readField, saysNo } from './read-field.ts'
import { readNumber } from './read-number.ts'
import type { EntityWish, WishedEntity } from './row-wish.ts'

export type CellProblem = { code: RowProblem; value?: string }
type Target = { entity: WishedEntity; attribute: string; more: string | undefined }
type Reader = (text: string, wish: EntityWish, known: Known, target: Target) => CellProblem | null

const mostPoints = 20
const address = line(500).min(1)

/** Reads a cell that is not empty into what its row says. @returns what is wrong with it. */
export function readCell(target: Target, cell: string, wish: EntityWish, known: Known): CellProblem | null {
  if (cell.includes('\uFFFD')) return { code: 'bad_encoding' }
  // An export of ours puts an apostrophe before what a program would take for a formula.
  const text = /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1).trim() : cell
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/.test(text)) return { code: 'bad_characters' }
  return readers[target.attribute]?.(text, wish, known, target) ?? null
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const readers: Partial<Record<string, Reader>> = {
  name(text, wish) {
    const whole = [wish.name, oneLine(text)].filter((part) => part !== null).join(' ')
    if (!name.safeParse(whole).success) return { code: 'too_long' }
    wish.name = whole
    return null
  },
  phone: (text, wish, known, target) => readPoints('phone', text, wish, known, target),
  email: (text, wish, known, target) => readPoints('email', text, wish, known, target),
  company(text, wish) {
    const parsed = name.safeParse(oneLine(text))
    if (!parsed.success) return { code: 'too_long' }
    wish.company = parsed.data
    return null
  },
  website(text, wish) {
    const parsed = website.safeParse(text)
    if (!parsed.success) return { code: 'website' }
    wish.website = parsed.data
    return null
  },
  address(text, wish) {
    const parsed = address.safeParse(oneLine(text))
    if (!parsed.success) return { code: 'too_long' }
    wish.address = parsed.data
    return null
  },
  responsible(text, wish, known) {
    wish.responsibleUserId = findUser(known, oneLine(text))
    return wish.responsibleUserId === null ? { code: 'unknown_user' } : null
  },
  tags(text, wish) {
    const tags = text
      .split(/[,;\n]/)
      .map(oneLine)
      .filter((tag) => tag !== '')
    const long = tags.find((tag) => !tagName.safeParse(tag).success)
    if (long !== undefined) return { code: 'too_long', value: long }
    wish.tags = [...new Set([...wish.tags, ...tags])]
    return wish.tags.length > mostTagsOfOne ? { code: 'too_many' } : null
  },
  budget(text, wish) {
    const parsed = budget.safeParse(readNumber(text))
    if (!parsed.success) return { code: 'bad_number' }
    wish.budget = Math.round(parsed.data * 100) / 100
    return null
  },
  pipeline(text, wish, { pipelines }) {
    wish.pipelineId = pipelines.find((pipeline) => sameWord(pipeline.name, oneLine(text)))?.id ?? null
    return wish.pipelineId === null ? { code: 'unknown_pipeline' } : null
  },
  stage(text, wish, { pipelines, customerStages }, { entity }) {
    if (entity === 'customer') {
      wish.stageId = customerStages.find(({ name: word }) => sameWord(word, oneLine(text)))?.id ?? null
      return wish.stageId === null ? { code: 'unknown_stage' } : null
    }
    const home = wish.pipelineId ?? pipelines.find(({ isMain }) => isMain)?.id
    const looked =
      wish.pipelineId === null
        ? pipelines.toSorted((one) => (one.id === home ? -1 : 1))
        : pipelines.filter(({ id }) => id === home)
    for (const pipeline of looked) {
      const stage = pipeline.stages.find((each) => sameWord(each.name, oneLine(text)))
      if (!stage) continue
      wish.pipelineId = pipeline.id
      wish.stageId = stage.id
      return null
    }
    return { code: 'unknown_stage' }
  },
  next(text, wish, { country }) {
    wish.nextPurchaseOn = readDate(text, country)?.day ?? null
    return wish.nextPurchaseOn === null ? { code: 'bad_date' } : null
  },
  field(text, wish, known, { entity, more }) {
    const field = known.fields[entity].find(({ id }) => String(id) === more)
    if (!field?.isEditable) return { code: 'not_allowed' }
    if (field.type === 'checkbox' && saysNo(text)) return null
    const read = readField(field, text, known)
    if (read.problem !== null) return { code: read.problem }
    wish.fields.set(field.id, read.value)
    return null
  },
}

/** A cell may hold several, parted by commas, semicolons or line ends. */
function readPoints(
  kind: 'phone' | 'email',
  text: string,
  wish: EntityWish,
  { country }: Known,
  { more }: Target,
): CellProblem | null {
  const label = pointLabels.find((each) => each === more)
  for (const value of text.split(/[,;\n]/).map(oneLine)) {
    if (value === '') continue
    const read = readPoint({ kind, value }, country)
    if (!read) return { code: kind, value }
    const isKnown = wish.points.some((point) => point.kind === kind && point.normal === read.normal)
    if (!isKnown) wish.points.push({ kind, value: read.shown, normal: read.normal, label })
  }
  return wish.points.length > mostPoints ? { code: 'too_many' } : null
}
