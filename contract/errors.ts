/** Every error the product answers with: code → HTTP status. The words live in the web's translations under the same code. */
export const errors = {
  'request.invalid': 422,
  'request.too_large': 413,
  'request.not_found': 404,
  'request.too_many': 429,
  'request.bad_origin': 403,
  'request.unsupported_media': 415,
  'server.failed': 500,
  'server.unavailable': 503,
  'session.required': 401,
  'session.wrong_password': 401,
  'session.forbidden': 403,
  'setup.wrong_code': 403,
  'setup.already_done': 409,
  'invitation.not_found': 404,
  'invitation.expired': 410,
  'user.not_found': 404,
  'user.email_taken': 409,
  'user.last_admin': 409,
  'user.password_too_short': 422,
  'role.not_found': 404,
  'group.not_found': 404,
  'channel.not_found': 404,
  'channel.token_invalid': 422,
  'channel.rights_missing': 422,
  'channel.needs_public_url': 409,
  'channel.token_taken': 409,
  'channel.unreachable': 502,
  'channel.origin_invalid': 422,
  'channel.disconnected': 409,
  'chat.not_found': 404,
  'chat.cannot_write': 409,
  'conversation.not_found': 404,
  'conversation.new_message': 409,
  'conversation.already_has_card': 409,
  'conversation.closed': 409,
  'message.not_found': 404,
  'message.empty': 422,
  'message.answered_meanwhile': 409,
  'message.file_refused': 422,
  'message.not_retriable': 409,
  'message.not_changeable': 409,
  'message.too_long': 422,
  'message.not_forwardable': 409,
  'scheduled.not_found': 404,
  'scheduled.sent': 409,
  'scheduled.too_many': 409,
  'scheduled.author_left': 409,
  'quick_answer.not_found': 404,
  'quick_answer.taken': 409,
  'quick_answer.too_many': 409,
  'contact.not_found': 404,
  'contact.point_invalid': 422,
  'deal.not_found': 404,
  'pipeline.not_found': 404,
  'stage.not_found': 404,
  'file.not_found': 404,
  'file.too_large': 413,
  'file.empty': 422,
  'file.upload_broken': 400,
  'file.storage_full': 507,
  'upload.not_found': 404,
  'upload.other_offset': 409,
  'upload.too_many': 409,
  'notification.not_found': 404,
  'visitor.unknown': 401,
  'visitor.origin_refused': 403,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errors

/** Codes that any endpoint may answer, beside its own. */
export const commonErrors = [
  'request.invalid',
  'request.too_many',
  'server.failed',
  'server.unavailable',
] as const

/** One thing wrong with an input: the dotted path of the field and why. */
export type FieldProblem = { path: string; problem: string; message: string }

/** The body of every error answer. `requestId` is what a person quotes to find the log line. */
export type ErrorBody = {
  error: { code: ErrorCode; details: Record<string, unknown>; requestId: string }
}
