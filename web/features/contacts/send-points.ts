import type { TypedPoint } from '#contract/points'
import { ApiError, isApiError } from '../../lib/api-error.ts'

/**
 * Sends a form's phone and e-mail as points. The server names a wrong one by its place in the list; the form has a field for
 * each.
 */
export async function sendPoints<Made>(
  { phone, email }: { phone: string; email: string },
  send: (points: TypedPoint[]) => Promise<Made>,
): Promise<Made> {
  const points = [
    { kind: 'phone' as const, value: phone.trim() },
    { kind: 'email' as const, value: email.trim() },
  ].filter((point) => point.value !== '')
  try {
    return await send(points)
  } catch (error) {
    if (!isApiError(error) || error.fields.length === 0) throw error
    const fields = error.fields.map((field) => {
      const [list, place] = field.path.split('.')
      return list === 'points' ? { ...field, path: points[Number(place)]?.kind ?? field.path } : field
    })
    const { code, status, requestId } = error
    throw new ApiError(code, { status, requestId, details: { fields } })
  }
}
