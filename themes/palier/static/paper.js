/*! Palier | MIT OR Apache-2.0 | made by "npm run build" from web/src/site/paper.ts */
"use strict";(()=>{document.querySelector("[data-print]")?.addEventListener("click",()=>print());})();
