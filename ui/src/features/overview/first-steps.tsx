import { Link } from '@tanstack/react-router'
import { useMay } from '../../shared/session'
import { Page } from '../../shared/ui/page'

/** The overview of a platform on which nothing is yet. */
export function FirstSteps() {
  const may = useMay()
  return (
    <Page title="Overview">
      <div className="empty">
        <h2>Welcome. Nothing runs here yet.</h2>
        <ol className="steps">
          <li>
            <strong>Create a function</strong> from a template, from code or from a zip archive.
          </li>
          <li>
            <strong>Test it</strong> with an event of your own, and see its answer, time and log.
          </li>
          <li>
            <strong>Wire a trigger</strong>: a schedule or a Kafka topic makes events of its own.
          </li>
          <li>
            <strong>Watch events</strong> go through. What fails for good waits among the dead letters until you mend it and send it again.
          </li>
        </ol>
        {may.change && (
          <Link className="button primary" to="/functions/new">
            Create the first function
          </Link>
        )}
      </div>
    </Page>
  )
}
