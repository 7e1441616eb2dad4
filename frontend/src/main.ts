/** Entry point. Every page works without it: the modules only make the work faster or safer. */

import { autosave } from "./autosave";
import { comfort } from "./comfort";
import { wipeOnSignOut } from "./drafts";
import { focusErrors } from "./errors";
import { filters } from "./filter";
import { grow } from "./grow";
import { keys } from "./keys";
import { matrix } from "./matrix";
import { progress } from "./progress";
import { retouch } from "./retouch";
import { uploads } from "./upload";

// What makes sense only with scripts is rendered `hidden`, so that it promises nothing without them.
for (const element of document.querySelectorAll<HTMLElement>("[data-js]")) element.hidden = false;

grow();
autosave();
wipeOnSignOut();
uploads();
retouch();
filters();
keys();
matrix();
progress();
comfort();
focusErrors();
