import { useQuery } from '@tanstack/react-query'
import { prettyJson } from '../../shared/lib/exact-json'
import { shellQuote } from '../../shared/lib/text'
import { CopyBlock } from '../../shared/ui/copy'
import { Section } from '../../shared/ui/page'
import { download, textOf } from './code-package'
import { definitionOf } from './definition'
import type { FunctionDetails } from './function-page'

const AUTH = '-u "$GLOWPLUG_ADMIN_ACCESS_KEY_ID:$GLOWPLUG_ADMIN_SECRET_ACCESS_KEY"'

export default function CommandTab({ fn }: { fn: FunctionDetails }) {
  const code = useQuery({ queryKey: ['code', fn.name, fn.codeSha256], queryFn: () => download(fn.name), staleTime: Number.POSITIVE_INFINITY })
  const texts = code.data && Object.entries(code.data).map(([name, content]) => [name, textOf(content)] as const)
  const inline = texts?.every(([, text]) => text !== undefined)
  const definition = { ...definitionOf(fn), ...(inline && { code: { files: Object.fromEntries(texts ?? []) } }) }
  const yaml = useQuery({ queryKey: ['yaml', definition], queryFn: async () => (await import('yaml')).stringify(definition), staleTime: Number.POSITIVE_INFINITY })
  const url = `${location.origin}/api/v1/functions`
  const name = encodeURIComponent(fn.name)
  const first = `. ./glowplug-data/admin-credentials   # or the id and secret of another access key\n`
  return (
    <>
      <Section title="Call it">
        <CopyBlock label="Wait for the answer" text={`${first}curl -sS ${AUTH} ${url}/${name}/invocations --json '{}'`} />
        <CopyBlock label="Send an event" text={`${first}curl -sS ${AUTH} ${url}/${name}/invocations -H 'Prefer: respond-async' -H 'Idempotency-Key: order-4711' --json '{}'`} />
      </Section>
      <Section title="Make it again">
        {fn.secretNames.length > 0 && <p className="note warn">Its secrets ({fn.secretNames.join(', ')}) are told to nobody, so they are not among this.</p>}
        {inline === false && <p className="note">Its code is not only text, so it is fetched and sent as an archive.</p>}
        {inline ? (
          <CopyBlock label="curl" text={`${first}curl -sS ${AUTH} ${url} --json ${shellQuote(prettyJson(definition))}`} />
        ) : (
          <CopyBlock
            label="curl"
            text={`${first}curl -sS ${AUTH} ${url}/${name}/code -o ${shellQuote(`${fn.name}.zip`)}\ncurl -sS ${AUTH} ${url} -F code=@${shellQuote(`${fn.name}.zip`)} -F function=${shellQuote(`${prettyJson(definition)};type=application/json`)}`}
          />
        )}
        <CopyBlock label={`YAML, for a repository (yq -o json ${fn.name}.yaml | curl … --json @-)`} text={yaml.data ?? '…'} />
      </Section>
    </>
  )
}
