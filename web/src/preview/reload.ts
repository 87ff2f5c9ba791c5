// Added by `palier serve` to the pages that it shows, and never published.

import { follow } from "./follow.ts";

follow(document.currentScript?.dataset["build"]);
