import { badParameter } from './api-error.ts'
import { isFields, type Fields } from './json.ts'

export type UploadedFile = { field: string; name: string; mime: string; bytes: Buffer }

/** Parameters of one call, all of them texts. */
export class CallParameters {
  readonly values: Map<string, string>

  constructor(values: Iterable<[string, string]>) {
    this.values = new Map(values)
  }

  text(name: string): string {
    return this.values.get(name) ?? ''
  }

  required(name: string): string {
    const value = this.text(name)
    if (value === '') throw badParameter(`${name} is undefined`)
    return value
  }

  integer(name: string): number | null {
    const value = this.text(name)
    if (value === '') return null
    if (!/^-?\d{1,16}$/.test(value)) throw badParameter(`${name} should be an integer`)
    return Number(value)
  }

  requiredInteger(name: string): number {
    const value = this.integer(name)
    if (value === null) throw badParameter(`${name} is a required parameter`)
    return value
  }

  integers(name: string): number[] {
    const value = this.text(name)
    if (value === '') return []
    const list = value.split(',')
    if (list.some((each) => !/^-?\d{1,16}$/.test(each)))
      throw badParameter(`${name} should be a list of integers`)
    return list.map(Number)
  }

  flag(name: string): boolean {
    return ['1', 'true'].includes(this.text(name))
  }

  object(name: string): Fields | null {
    const value = this.text(name)
    if (value === '') return null
    try {
      const parsed: unknown = JSON.parse(value)
      if (isFields(parsed)) return parsed
    } catch {
      // It is told below, as whatever else is no object.
    }
    throw badParameter(`${name} should be a JSON object`)
  }
}

/** The address and an urlencoded body or a form; a JSON body is not read, as at the real one. */
export const readParameters = async (
  query: URLSearchParams,
  contentType: string,
  body: Buffer,
): Promise<{ parameters: CallParameters; files: UploadedFile[] }> => {
  const values: [string, string][] = [...query]
  const files: UploadedFile[] = []
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/x-www-form-urlencoded') values.push(...new URLSearchParams(body.toString('utf8')))
  if (type === 'multipart/form-data') {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData()
    for (const [field, value] of form) {
      if (typeof value === 'string') values.push([field, value])
      else
        files.push({
          field,
          name: value.name,
          mime: value.type,
          bytes: Buffer.from(await value.arrayBuffer()),
        })
    }
  }
  return { parameters: new CallParameters(values), files }
}
