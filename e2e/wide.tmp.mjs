import { chromium } from "@playwright/test";
const base="http://127.0.0.1:8196";
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const [user,...paths]=process.argv.slice(2);
const page = await (await browser.newContext({viewport:{width:320,height:640},locale:"fr-FR"})).newPage();
await page.goto(base+"/connexion"); await page.fill("[name=identifiant]",user); await page.fill("[name=mot_de_passe]","jalon-demo");
await Promise.all([page.waitForNavigation(), page.press("[name=mot_de_passe]","Enter")]);
for (const p of paths){ await page.goto(base+p);
 await page.evaluate(()=>{Object.assign(document.documentElement.dataset,{text:"xl",spacing:"wide",font:"opendyslexic"});return document.fonts.load("1rem OpenDyslexic").then(()=>document.fonts.ready)});
 console.log(p, await page.evaluate(()=>{const room=document.documentElement.clientWidth; const out=[document.documentElement.scrollWidth];
 for(const e of document.body.querySelectorAll("*")){ if(e.scrollWidth>e.clientWidth+1 && getComputedStyle(e).overflowX==="visible" && e.getBoundingClientRect().left+e.scrollWidth>room+.5) out.push(e.tagName+"."+e.className+" "+e.scrollWidth+">"+e.clientWidth+" "+(e.textContent||"").trim().slice(0,40)); else if(e.getBoundingClientRect().right>room+.5) out.push("R "+e.tagName+"."+e.className+" "+Math.round(e.getBoundingClientRect().right));}
 return out.slice(-9);})); }
await browser.close();
