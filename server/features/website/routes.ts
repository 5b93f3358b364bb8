import * as contract from '#contract/website'
import { route, type RequestInfo, type Route } from '#lib/http/route'
import { openButton } from './button.ts'
import { createRateLimit, limitCall, type LimitedCall } from './rate-limit.ts'
import { readThread } from './read-thread.ts'
import { noteRead } from './receipts.ts'
import { sendMessage } from './send-message.ts'
import { tellTyping } from './tell-typing.ts'
import { uploadFile } from './upload-file.ts'
import { authorise, createVisitor } from './visitor.ts'
import { createVisitorHub } from './visitor-hub.ts'
import type { WebsiteDeps } from './website-deps.ts'

/** Strangers' pages call these: without cookies, and each checks the page's origin itself. */
const isCrossOrigin = true

export function routes(deps: WebsiteDeps): Route[] {
  const hub = createVisitorHub(deps)
  const count = createRateLimit(deps.clock)
  const limit = (call: LimitedCall, request: RequestInfo, button: string): void =>
    limitCall(count, call, request.ip, button)
  return [
    route(
      contract.getButton,
      async (input, { request }) => {
        const { name, isOn } = await openButton(deps, input.button, request)
        return { name, isOn, maxFileBytes: deps.config.maxUploadBytes }
      },
      { isCrossOrigin },
    ),
    route(
      contract.createVisitor,
      async (input, { request }) => {
        limit('newVisitors', request, input.button)
        const button = await openButton(deps, input.button, request)
        return { token: await createVisitor(deps, button, languageOf(input.language)) }
      },
      { isCrossOrigin },
    ),
    route(
      contract.listVisitorMessages,
      async (input, { request }) => {
        const { visitor } = await authorise(deps, input.button, request)
        return readThread(deps, { visitor, base: request.host }, input.before)
      },
      { isCrossOrigin },
    ),
    route(
      contract.sendVisitorMessage,
      async (input, { request }) => {
        limit('messages', request, input.button)
        const who = await authorise(deps, input.button, request)
        return sendMessage(deps, { ...who, base: request.host }, input)
      },
      { isCrossOrigin },
    ),
    route(
      contract.uploadVisitorFile,
      async (input, { request }, upload) => {
        limit('uploads', request, input.button)
        const { visitor } = await authorise(deps, input.button, request)
        return uploadFile(deps, visitor, input, upload)
      },
      { isCrossOrigin },
    ),
    route(
      contract.sendVisitorTyping,
      async (input, { request }) => {
        limit('typing', request, input.button)
        const { visitor } = await authorise(deps, input.button, request)
        await tellTyping(deps, visitor)
        return {}
      },
      { isCrossOrigin },
    ),
    route(
      contract.readVisitorMessages,
      async (input, { request }) => {
        const { visitor } = await authorise(deps, input.button, request)
        await noteRead(deps, visitor, input.upTo)
        return {}
      },
      { isCrossOrigin },
    ),
    route(contract.visitorLive, (input, { request }, socket) => hub.accept(input.button, request, socket), {
      isCrossOrigin,
    }),
  ]
}

/** A language tag, or nothing: the browser says it, and anybody can say anything. */
function languageOf(given: string | undefined): string | null {
  return given !== undefined && /^[A-Za-z\d-]{2,35}$/.test(given) ? given : null
}
