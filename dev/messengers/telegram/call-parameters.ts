import { ApiError, badRequest } from './api-error.ts'

export type UploadedFile = { name: string; mime: string; bytes: Buffer }

/** Largest request the messenger takes: a file of 50 MB and the form around it. */
export const maxBodyBytes = 50 * 1024 * 1024 + 64 * 1024

/**
 * Parameters of one call. As in the real server every value is text first, whatever the encoding was; unlike
 * it, text that is no number or no truth value is refused where one is wanted, because it is always a mistake.
 */
export class CallParameters {
  readonly values = new Map<string, string>()
  readonly files = new Map<string, UploadedFile>()
  /** As the client wrote them, for the journal of calls. */
  readonly written: Record<string, unknown> = {}

  set(name: string, value: unknown): void {
    if (value === undefined || value === null) return
    this.written[name] = value
    this.values.set(name, typeof value === 'string' ? value : JSON.stringify(value))
  }

  setFile(name: string, file: UploadedFile): void {
    this.written[name] = { upload: file.name, mime: file.mime, sizeBytes: file.bytes.length }
    this.files.set(name, file)
  }

  text(name: string): string {
    return this.values.get(name) ?? ''
  }

  integer(name: string): number | undefined {
    const value = this.text(name)
    if (value === '') return undefined
    if (!/^-?\d{1,16}$/.test(value)) throw badRequest(`parameter "${name}" must be an integer`)
    return Number(value)
  }

  requiredInteger(name: string, missing: string): number {
    const value = this.integer(name)
    if (value === undefined) throw badRequest(missing)
    return value
  }

  flag(name: string): boolean {
    const value = this.text(name).toLowerCase()
    if (value === '' || value === 'false' || value === '0' || value === 'no') return false
    if (value === 'true' || value === '1' || value === 'yes') return true
    throw badRequest(`parameter "${name}" must be a boolean`)
  }

  json(name: string, what: string): unknown {
    const value = this.text(name)
    if (value === '') return undefined
    try {
      return JSON.parse(value)
    } catch {
      throw badRequest(`can't parse ${what} JSON object`)
    }
  }
}

/** Reads the parameters of the address and of a body in any of the encodings the Bot API takes. */
export const readParameters = async (
  query: URLSearchParams,
  contentType: string,
  body: Buffer,
): Promise<CallParameters> => {
  const parameters = new CallParameters()
  for (const [name, value] of query) parameters.set(name, value)
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? ''
  if (body.length === 0) return parameters
  if (type === 'application/json') readJson(parameters, body)
  else if (type === 'application/x-www-form-urlencoded') {
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) parameters.set(name, value)
  } else if (type === 'multipart/form-data') await readForm(parameters, contentType, body)
  return parameters
}

const readJson = (parameters: CallParameters, body: Buffer): void => {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch {
    throw badRequest("can't parse the request JSON")
  }
  if (!isRecord(value)) throw badRequest('the request JSON must be an object')
  for (const [name, field] of Object.entries(value)) parameters.set(name, field)
}

const readForm = async (parameters: CallParameters, contentType: string, body: Buffer): Promise<void> => {
  let form: FormData
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw new ApiError(400, "can't parse the multipart form")
  }
  for (const [name, value] of form) {
    if (typeof value === 'string') parameters.set(name, value)
    else {
      const bytes = Buffer.from(await value.arrayBuffer())
      parameters.setFile(name, { name: value.name, mime: value.type, bytes })
    }
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
