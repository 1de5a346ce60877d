// Opens pages in a headless Chromium and looks at what a person would see and do.
#include "phenoReportScreen.h"
#include "phenoTest.h"

#include "phenoClusterMapPage.h"
#include "phenoError.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>

using namespace pheno;

namespace
{
std::string
OutputOf(const std::string & command)
{
  const std::unique_ptr<FILE, int (*)(FILE *)> pipe(popen(command.c_str(), "r"), pclose);
  std::string                                  text;
  char                                         buffer[65536];
  for (std::size_t n; (n = std::fread(buffer, 1, sizeof(buffer), pipe.get())) > 0;)
  {
    text.append(buffer, n);
  }
  return text;
}

std::string
FindChromium()
{
  const std::string path = OutputOf("command -v chromium || command -v chromium-browser || command -v google-chrome");
  return path.substr(0, path.find('\n'));
}

void
Replace(std::string & text, const std::string & mark, const std::string & with)
{
  text.replace(text.find(mark), mark.size(), with);
}

/** Runs a script in a copy of the page and returns what it reported: {"problems": [...], ...its own facts}. The script
 * is the body of an async function that returns an object; `problems` are script errors, console errors and refused
 * loads. */
Json
Ask(const std::string & chromium, std::string page, const std::string & script)
{
  const test::TemporaryFolder folder;
  Replace(page, "<head>", R"(<head><script>
    window.problems = [];
    addEventListener('error', e => problems.push('error: ' + (e.message || e.target.src)), true);
    addEventListener('unhandledrejection', e => problems.push('rejection: ' + e.reason));
    addEventListener('securitypolicyviolation', e => problems.push('policy: ' + e.effectiveDirective + ' ' + e.blockedURI));
    console.error = (...parts) => problems.push('console: ' + parts.join(' '));
    window.alert = () => problems.push('alert');
    </script>)");
  Replace(page,
          "</body>",
          R"(<script>
    const rows = id => [...document.querySelectorAll('#' + id + ' tbody tr')];
    const cells = row => [...row.cells].map(cell => cell.textContent);
    const head = (id, text) => [...document.querySelectorAll('#' + id + ' th button')].find(b => b.textContent === text);
    const type = (input, text) => { input.value = text; input.dispatchEvent(new Event('input')); };
    const choose = (select, value) => { select.value = value; select.dispatchEvent(new Event('change')); };
    const press = (target, key) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const wait = ms => new Promise(done => setTimeout(done, ms));
    addEventListener('load', () => setTimeout(async () => {
      let facts;
      try { facts = await (async () => {)" +
            script + R"(})(); } catch (error) { facts = { failed: String(error.stack) }; }
      document.documentElement.innerHTML = '<body><pre id="facts"></pre></body>';
      document.getElementById('facts').textContent = btoa(unescape(encodeURIComponent(JSON.stringify({ problems, ...facts }))));
    }, 1000));
    </script></body>)");
  std::ofstream((folder / "page.html").string(), std::ios::binary) << page;
  const std::string dom =
    OutputOf("timeout 120 '" + chromium +
             "' --headless --no-sandbox --disable-gpu --use-angle=swiftshader --enable-unsafe-swiftshader " +
             "--user-data-dir='" + (folder / "profile").string() +
             "' --virtual-time-budget=20000 --window-size=1400,1000 --dump-dom 'file://" +
             (folder / "page.html").string() + "' 2>/dev/null");
  const std::string open = "<pre id=\"facts\">";
  const std::size_t begin = dom.find(open);
  REQUIRE_MESSAGE(begin != std::string::npos, "the page reported nothing: " << dom.substr(0, 400));
  const std::string encoded = dom.substr(begin + open.size(), dom.find("</pre>", begin) - begin - open.size());
  std::ofstream((folder / "facts").string()) << encoded;
  const Json facts = Json::parse(OutputOf("base64 -d '" + (folder / "facts").string() + "'"));
  INFO(facts.dump(1));
  CHECK_FALSE(facts.contains("failed"));
  CHECK(facts.at("problems") == Json::array());
  return facts;
}
} // namespace

TEST_CASE("a screen's page in a browser")
{
  const std::string chromium = FindChromium();
  if (chromium.empty())
  {
    PHENO_SKIP("there is no chromium on this machine");
  }
  const test::ReportScreen screen(3);
  const std::string        page = RenderReport(screen.Content());

  SUBCASE("every section is there with its rows")
  {
    const Json facts = Ask(chromium, page, R"(
      const count = selector => document.querySelectorAll(selector).length;
      const plot = document.querySelector('.map-plot');
      return { hits: rows('hit-table').length, plates: count('.plate-map'), wells: count('.plate-map rect.well'), controls: count('rect.control-well'),
        fills: new Set([...document.querySelectorAll('rect.well')].map(r => r.getAttribute('fill'))).size,
        points: plot.data.reduce((sum, trace) => sum + trace.x.length, 0), kind: plot.data[0].type,
        doses: count('.dose-panel'), dots: count('#dose .dot'), curve: document.querySelector('#training .mean').getAttribute('d').split('L').length,
        compared: rows('comparison-table').length, metrics: rows('metrics-table').length, audit: rows('audit-table').map(r => cells(r)[1]),
        quarantine: cells(rows('quarantine-table')[0])[3], unmatched: cells(rows('unmatched-table')[0])[1], steps: count('.step'),
        simulated: document.querySelector('.simulated').textContent.includes('Simulated data'),
        numbers: [...document.querySelectorAll('.key-numbers li')].map(li => li.textContent),
        loads: performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).map(e => e.name),
        broken: [...document.images].filter(i => i.complete && i.naturalWidth === 0).length };
    )");
    CHECK(facts.at("hits") == 24); // 24 compounds at the one dose of three plates
    CHECK(facts.at("plates") == 3);
    CHECK(facts.at("wells") == 180);
    CHECK(facts.at("controls") == 18);
    CHECK(facts.at("fills") > 20);
    CHECK(facts.at("points") == 180);
    CHECK(facts.at("kind") == "scattergl");
    CHECK(facts.at("doses") == 8);
    CHECK(facts.at("dots") == 162);
    CHECK(facts.at("curve") == 30);
    CHECK(facts.at("compared") == 3);
    CHECK(facts.at("metrics") == 13);
    CHECK(facts.at("audit") == Json{ "C04", "G11", "B02" }); // findings first
    CHECK(facts.at("quarantine") == "truncated TIFF: strip 4 of 9 ends early");
    CHECK(facts.at("unmatched") == "H12");
    CHECK(facts.at("steps") == 2);
    CHECK(facts.at("simulated") == true);
    CHECK(facts.at("numbers")[0] == "3plates");
    CHECK(facts.at("numbers")[1] == "180wells");
    CHECK(facts.at("numbers").back() == "1quarantined");
    CHECK(facts.at("loads") == Json::array());
    CHECK(facts.at("broken") == 0);
  }
  SUBCASE("the hit table sorts, searches and opens a treatment")
  {
    const Json facts = Ask(chromium, page, R"(
      const column = text => [...document.querySelectorAll('#hit-table thead th')].findIndex(th => th.textContent === text);
      const all = text => rows('hit-table').map(r => cells(r)[column(text)]);
      const input = document.querySelector('#hits input');
      const facts = { ranks: all('Rank').slice(0, 3), sortedAtFirst: head('hit-table', 'Rank').parentElement.getAttribute('aria-sort') };
      head('hit-table', 'Rank').click();
      facts.descending = all('Rank').slice(0, 2);
      head('hit-table', 'Mechanism').click();
      facts.mechanisms = all('Mechanism');
      type(input, 'hdac hc-1256');
      facts.found = all('Compound');
      type(input, 'no such compound');
      facts.nothing = rows('hit-table').map(r => r.textContent);
      type(input, '');
      facts.back = rows('hit-table').length;
      press(document.body, '/');
      facts.focused = document.activeElement === input;
      const row = rows('hit-table')[0];
      facts.pair = row.querySelectorAll('img').length;
      row.focus();
      press(row, 'Enter');
      const panel = document.querySelector('.panel');
      facts.panel = !panel.hidden && panel.querySelectorAll('figure').length;
      facts.title = panel.querySelector('h2').textContent === cells(row)[column('Treatment')];
      const image = panel.querySelector('img');
      const before = image.src;
      panel.querySelector('.scaling button[value=automatic]').click();
      facts.rescaled = image.src !== before && image.src.startsWith('data:image/jpeg');
      press(document.body, 'Escape');
      facts.closed = panel.hidden && document.activeElement === row;
      return facts;
    )");
    CHECK(facts.at("ranks") == Json{ "1", "2", "3" });
    CHECK(facts.at("sortedAtFirst") == "ascending");
    CHECK(facts.at("descending") == Json{ "24", "23" });
    const auto mechanisms = facts.at("mechanisms").get<std::vector<std::string>>();
    CHECK(mechanisms.front() == "Actin disruptor");
    CHECK(mechanisms.back() == "Src inhibitor");
    CHECK(facts.at("found") == Json::array({ "HC-1256" }));
    CHECK(facts.at("nothing") == Json::array({ "Nothing found." }));
    CHECK(facts.at("back") == 24);
    CHECK(facts.at("focused") == true);
    CHECK(facts.at("pair") == 2);
    CHECK(facts.at("panel") >= 4); // three plates and a control
    CHECK(facts.at("title") == true);
    CHECK(facts.at("rescaled") == true);
    CHECK(facts.at("closed") == true);
  }
  SUBCASE("colours, hovering, finding in the map, one compound's curve")
  {
    const Json facts = Ask(chromium, page, R"(
      const fills = () => [...document.querySelectorAll('rect.well')].map(r => r.getAttribute('fill')).join();
      const before = fills();
      choose(document.querySelector('#plates select'), 'cell_count');
      const facts = { recoloured: fills() !== before };
      choose(document.querySelector('#plates select'), 'mechanism');
      facts.swatches = document.querySelectorAll('#plates .swatch').length;
      const rect = document.querySelector('rect.well');
      rect.dispatchEvent(new PointerEvent('pointermove', { bubbles: true, clientX: 300, clientY: 300 }));
      const card = document.querySelector('.card');
      facts.card = !card.hidden && card.textContent;
      facts.cardPicture = card.querySelectorAll('img').length;
      rect.dispatchEvent(new MouseEvent('click', { bubbles: true }));
      facts.panel = document.querySelector('.panel h2').textContent;
      const plot = document.querySelector('.map-plot');
      facts.groups = plot.data.length;
      choose(document.querySelector('#map select'), 'distance_to_control');
      await wait(300);
      facts.colours = new Set(plot.data[1].marker.color).size;
      type(document.querySelector('#map input'), 'Actin');
      await wait(300);
      facts.lit = plot.data[1].x.length;
      facts.dimmed = plot.data[0].x.length;
      choose(document.querySelector('#dose select'), 'HC-1001');
      facts.single = document.querySelectorAll('.dose-panel').length + ' ' + document.querySelectorAll('#dose .dot').length;
      facts.mechanismMean = document.querySelectorAll('.mechanism-mean').length;
      return facts;
    )");
    CHECK(facts.at("recoloured") == true);
    CHECK(facts.at("swatches") == 9);
    CHECK(facts.at("card").get<std::string>().find("HaCaT-1 · B02") == 0);
    CHECK(facts.at("cardPicture") == 1);
    CHECK(facts.at("panel") == "HaCaT-1 · B02");
    CHECK(facts.at("groups") == 10); // 8 mechanisms, DMSO, and the dimmed ones
    CHECK(facts.at("colours") > 20);
    CHECK(facts.at("lit") == 18); // 3 compounds, 2 wells a plate
    CHECK(facts.at("dimmed") == 162);
    CHECK(facts.at("single") == "1 9"); // 3 wells on each of 3 plates
    CHECK(facts.at("mechanismMean") == 1);
  }
}

TEST_CASE("markup in the data stays text, and no network is allowed")
{
  const std::string chromium = FindChromium();
  if (chromium.empty())
  {
    PHENO_SKIP("there is no chromium on this machine");
  }
  const std::string evil = "<img src=x onerror=alert(1)>";
  const Table       wells(
    { "plate", "well", "treatment", "compound", "mechanism", "role", "cell_count" },
    { { evil, "A01", evil, evil, evil, "trt", "5" }, { evil, "A02", "DMSO", "DMSO", "DMSO", "negcon", "7" } });
  const Table   hits({ "rank", "treatment", "distance", evil }, { { "1", evil, "0.5", evil } });
  const Table   dose({ "compound", "dose", "value" }, { { evil, "1", "0.5" }, { evil, "10", "0.7" } });
  const Table   map({ "plate", "well", "x", "y" }, { { evil, "A01", "0", "1" }, { evil, "A02", "1", "1" } });
  const Table   metrics({ "metric", "scope", "value", "note" }, { { evil, evil, "0.5", evil } });
  ReportContent content;
  content.title = evil;
  content.run = {
    { "workflow", evil },
    { "steps", { { { "step", evil }, { "node", evil }, { "params", { { evil, evil } } } } } },
    { "quarantine",
      { { { "step", evil }, { "shard", { { "plate", evil } } }, { "item", evil }, { "reason", evil } } } },
    { "notes", { evil } }
  };
  content.wells = &wells;
  content.hits = &hits;
  content.dose = &dose;
  content.map = &map;
  content.metrics = &metrics;
  const Json facts = Ask(chromium, RenderReport(content), R"(
    document.querySelector('rect.well').dispatchEvent(new PointerEvent('pointermove', { bubbles: true }));
    rows('hit-table')[0].click();
    await wait(200);
    const facts = { images: document.images.length, text: cells(rows('hit-table')[0]).filter(t => t === '<img src=x onerror=alert(1)>').length,
      card: document.querySelector('.card strong').textContent };
    const blocked = new Promise(done => addEventListener('securitypolicyviolation', e => done(e.effectiveDirective)));
    fetch('http://127.0.0.1:9/').catch(() => {});
    facts.blocked = await blocked;
    problems = problems.filter(p => !p.includes('http://127.0.0.1:9/'));
    return facts;
  )");
  CHECK(facts.at("images") == 0);
  CHECK(facts.at("text") == 2);
  CHECK(facts.at("card") == evil + " · A01");
  CHECK(facts.at("blocked") == "connect-src");
}

TEST_CASE("pages of little")
{
  const std::string chromium = FindChromium();
  if (chromium.empty())
  {
    PHENO_SKIP("there is no chromium on this machine");
  }
  const std::string script = R"(return { sections: [...document.querySelectorAll('section')].map(s => s.id),
    plates: document.querySelectorAll('.plate-map').length,
    fill: document.querySelector('rect.well') && getComputedStyle(document.querySelector('rect.well')).fill, hits: rows('hit-table').map(r => r.textContent) };)";
  ReportContent     content;
  content.title = "Little";
  SUBCASE("no tables")
  {
    CHECK(Ask(chromium, RenderReport(content), script).at("sections") == Json::array({ "quality" }));
  }
  SUBCASE("tables without rows")
  {
    const Table wells({ "plate", "well", "cell_count" }, {});
    const Table map({ "plate", "well", "x", "y" }, {});
    const Table hits({ "rank", "treatment", "distance" }, {});
    const Table dose({ "compound", "dose", "value" }, {});
    const Table metrics({ "metric", "value" }, {});
    const Table history({ "epoch", "loss" }, {});
    const Table audit({ "plate", "status" }, {});
    content.wells = &wells;
    content.map = &map;
    content.hits = &hits;
    content.dose = &dose;
    content.metrics = &metrics;
    content.history = &history;
    content.audit = &audit;
    content.unmatched = &map;
    const Json facts = Ask(chromium, RenderReport(content), script);
    CHECK(facts.at("sections") == Json{ "plates", "map", "hits", "dose", "metrics", "training", "quality" });
    CHECK(facts.at("plates") == 0);
    CHECK(facts.at("hits") == Json::array({ "No rows." }));
  }
  SUBCASE("few wells, constant and missing numbers")
  {
    const Table wells({ "plate", "well", "cell_count", "missing", "distance" },
                      { { "P1", "AF48", "5", "", "nan" }, { "P1", "A01", "5", "", "0.2" } });
    const Table hits({ "treatment", "distance" }, { { "A", "" } });
    const Table dose({ "compound", "dose", "value" }, { { "A", "1", "0.5" }, { "B", "0", "1" }, { "C", "2", "" } });
    const Table map({ "plate", "well", "x", "y" }, { { "P1", "AF48", "0", "0" }, { "P9", "Z99", "", "" } });
    const Table metrics({ "metric", "scope", "value" }, { { "zprime", "trained", "-inf" }, { "nsc", "trained", "" } });
    const Table history({ "epoch", "loss" }, { { "1", "0.25" } });
    content.wells = &wells;
    content.hits = &hits;
    content.dose = &dose;
    content.map = &map;
    content.metrics = &metrics;
    content.history = &history;
    const Json facts = Ask(chromium, RenderReport(content), script);
    CHECK(facts.at("plates") == 1);
    CHECK(facts.at("fill") == "rgb(217, 222, 229)"); // the colour of what is missing
    CHECK(facts.at("hits") == Json::array({ "A" }));
  }
}

TEST_CASE("a page of cluster maps in a browser")
{
  const std::string chromium = FindChromium();
  if (chromium.empty())
  {
    PHENO_SKIP("there is no chromium on this machine");
  }
  const std::string page = RenderClusterMaps(
    "Clusters </script>",
    { { { "A@1.0", "B <b>@1.0" }, { "landmark", "test" }, { 255, 0, 0, 255 } },
      { { "C@1.0", "D@1.0", "E@1.0" }, { "test", "test", "reference" }, { 255, 191, 0, 191, 255, 0, 0, 0, 255 } } });
  const Json facts = Ask(chromium, page, R"(
    const map = document.getElementById('map');
    const said = () => document.getElementById('under-pointer').textContent;
    const rect = map.getBoundingClientRect();
    const point = (x, y) => { map.dispatchEvent(new MouseEvent('mousemove', { clientX: rect.left + x, clientY: rect.top + y, bubbles: true })); return said(); };
    const colour = (fromRight, y) => [...map.getContext('2d').getImageData(map.width - fromRight, y, 1, 1).data].slice(0, 3);
    const first = { options: document.getElementById('chunk').options.length, pair: point(rect.width - 2, 2), same: colour(2, 30), opposite: colour(2, 2) };
    document.getElementById('after').click();
    const second = document.getElementById('chunk').selectedIndex;
    const search = document.getElementById('search');
    const find = text => { search.value = text; search.dispatchEvent(new Event('change')); return [said(), document.getElementById('chunk').selectedIndex]; };
    return { ...first, second, title: document.querySelector('h1').textContent, found: find('b <'), exact: find('e@1.0'), none: find('Z') };
  )");
  CHECK(facts.at("options") == 2);
  CHECK(facts.at("pair") == "A@1.0 (landmark) and B <b>@1.0 (test): -1.00");
  CHECK(facts.at("same") == Json::array({ 176, 22, 38 }));
  CHECK(facts.at("opposite") == Json::array({ 33, 80, 160 }));
  CHECK(facts.at("second") == 1);
  CHECK(facts.at("title") == "Clusters </script>");
  CHECK(facts.at("found") == Json::array({ "B <b>@1.0 (test)", 0 }));
  CHECK(facts.at("exact") == Json::array({ "E@1.0 (reference)", 1 }));
  CHECK(facts.at("none")[0] == "No treatment is called Z.");
}

TEST_CASE("cluster maps whose sizes disagree are refused, and none is a page too")
{
  CHECK_THROWS_AS(RenderClusterMaps("t", { { { "A" }, { "test" }, { 1, 2 } } }), Error);
  CHECK(RenderClusterMaps("t", {}).find("<title>t</title>") != std::string::npos);
}
