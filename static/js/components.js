// The GOV.UK components of forms and messages, on the pages that have them.
import { initAll } from "govuk-frontend";

initAll();
